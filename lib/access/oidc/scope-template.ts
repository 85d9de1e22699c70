import { scopeGrammar } from "../scope";
import type { ScopeTemplate } from "./claim-mapping";

export const scopeTemplateGrammar = `${scopeGrammar}, where ID may be {claim}`;

const kinds = { "org-unit": "org-units", course: "courses", section: "sections" } as const;

/** `org-unit:ID` or `org-unit:{claim}` as the command line takes it; null where it is none. */
export function parseScopeTemplate(text: string): ScopeTemplate | null {
  if (text === "institution") return { kind: "institution" };
  const [kind = "", ...rest] = text.split(":");
  const id = rest.join(":");
  if (id === "" || id.length > 200 || !isKind(kind)) return null;
  return { kind: kinds[kind], ids: [id] };
}

const isKind = (kind: string): kind is keyof typeof kinds => Object.hasOwn(kinds, kind);
