import { z } from "zod";
import { inAudit } from "@/lib/access/in-audit";
import type { UserPrincipal } from "@/lib/access/principal";
import { writeAudit } from "@/lib/access/write-audit";
import { dateSchema, idSchema, nameSchema } from "@/lib/contracts/values";
import { beginEntry, type Entry, submitEntry } from "./entry";
import type { EntryPorts } from "./ports";

export const termEntrySchema = z
  .strictObject({
    entry: z.uuid(),
    term: idSchema,
    name: nameSchema,
    academicYear: nameSchema,
    startsOn: dateSchema,
    endsOn: dateSchema,
    /** Null: its first day. */
    censusOn: dateSchema.nullable(),
  })
  .refine(({ startsOn, endsOn }) => startsOn <= endsOn, {
    path: ["endsOn"],
    message: "must not be before startsOn",
    params: { rule: "order" },
  })
  .refine(({ censusOn, startsOn, endsOn }) => censusOn === null || (startsOn <= censusOn && censusOn <= endsOn), {
    path: ["censusOn"],
    message: "must be a day of the term",
    params: { rule: "term" },
  });
export type TermEntry = z.infer<typeof termEntrySchema>;

/**
 * Defines a term, or gives it another name or other days: an event like those of other systems, which moves the cells
 * of all facts that hang on the term. Whoever may is the caller's to say. The last that says it wins, whoever that is.
 */
export async function defineTerm(ports: EntryPorts, user: UserPrincipal, { entry: id, ...term }: TermEntry): Promise<Entry> {
  const known = await ports.database.owner.query<{ recordedAt: Date | null }>(
    `SELECT recorded_at AS "recordedAt" FROM warehouse.dim_term WHERE id = $1`,
    [term.term],
  );
  const entry = await beginEntry(ports, user, {
    id,
    kind: "term",
    subject: term.term,
    said: term,
    corrects: known.rows[0]?.recordedAt?.toISOString() ?? null,
  });
  await submitEntry(ports, entry, [{ type: "term.defined", time: entry.at, data: term }]);
  await writeAudit(ports.database.owner, inAudit(user, { action: "term.entered", subject: `term:${term.term}` }));
  return entry;
}
