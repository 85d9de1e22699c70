import * as z from "zod/mini";
import type { PlaceScope } from "@/lib/access/place-scope";
import { homes } from "@/lib/access/roles";

const address = "/api/internal/view-as";
const choicesSchema = z.object({
  roles: z.array(z.object({ id: z.string(), name: z.string(), nameKo: z.nullable(z.string()), home: z.enum(homes) })),
});
export type RoleChoice = z.infer<typeof choicesSchema>["roles"][number];
const problemSchema = z.object({ code: z.string(), field: z.optional(z.string()) });

/** Why a view did not begin; `code` is null where nobody could say. */
export class ViewRefused extends Error {
  constructor(readonly code: string | null) {
    super(code ?? "failed");
  }
}

async function refusal(response: Response): Promise<ViewRefused> {
  const body: unknown = await response.json().catch(() => null);
  return new ViewRefused(problemSchema.safeParse(body).data?.code ?? null);
}

/** The roles as which the product can be seen. */
export async function fetchRoleChoices(): Promise<RoleChoice[]> {
  const response = await fetch(address);
  if (!response.ok) throw await refusal(response);
  return choicesSchema.parse(await response.json()).roles;
}

export async function beginView(as: { user: string } | { role: string; scope: PlaceScope }): Promise<void> {
  const response = await fetch(address, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(as),
  });
  if (!response.ok) throw await refusal(response);
}

/** Ended already is as good. */
export async function endView(): Promise<void> {
  const response = await fetch(address, { method: "DELETE" });
  if (!response.ok && response.status !== 404) throw await refusal(response);
}
