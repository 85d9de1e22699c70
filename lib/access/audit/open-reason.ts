import { z } from "zod";
import type { PersonId, Vault } from "@/lib/privacy/vault";

const reasonSchema = z.object({ reason: z.string(), note: z.string().optional() });

export type OpenedReason = { reason: string; note: string | null };

/** The reason that a look-up was given, its words opened; null where there is none, or the person's key is no more. */
export async function openReason(vault: Pick<Vault, "openFor">, person: PersonId | null, detail: unknown): Promise<OpenedReason | null> {
  const given = reasonSchema.safeParse(detail).data;
  if (given === undefined) return null;
  const note = given.note === undefined || person === null ? null : await vault.openFor(person, given.note);
  return { reason: given.reason, note };
}
