import type { NewMapping } from "@/lib/access/administration/change-mappings";

export const templateKinds = ["institution", "org-units", "courses", "sections", "instructor", "advisor"] as const;
export type TemplateKind = (typeof templateKinds)[number];

/** A scope that is being put together. `members`: places by id, or a claim in braces; `claim`: who holds the person's number. */
export type PickedTemplate = { kind: TemplateKind; members: readonly { id: string; name: string }[]; claim: string };
export const noTemplate: PickedTemplate = { kind: "org-units", members: [], claim: "" };

/** What is sent; null while it names nothing yet. */
export function templateOf({ kind, members, claim }: PickedTemplate): NewMapping["scope"] | null {
  switch (kind) {
    case "institution":
      return { kind };
    case "instructor":
    case "advisor":
      return claim.trim() === "" ? null : { kind, personClaim: claim.trim() };
    default:
      return members.length === 0 ? null : { kind, ids: members.map(({ id }) => id) };
  }
}
