import { z } from "zod";
import { textSchema } from "@/lib/contracts/values";
import { quarantineStates } from "./states";

const word = textSchema.max(200);

/** Which items: "" means that it could not be read. `from` and `to` are of the arrival, the end not included. */
export const quarantineFilterSchema = z.strictObject({
  state: z.enum(quarantineStates).optional(),
  source: word.optional(),
  type: word.optional(),
  rule: word.optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
});
export type QuarantineFilter = z.infer<typeof quarantineFilterSchema>;

/** The filter as a condition on log.quarantine, its values from $1 on. */
export function filterSql({ state, source, type, rule, from, to }: QuarantineFilter): { where: string; values: (string | null)[] } {
  return {
    where: `($1::text IS NULL OR state = $1) AND ($2::text IS NULL OR coalesce(source, '') = $2)
      AND ($3::text IS NULL OR coalesce(type, '') = $3)
      AND ($4::text IS NULL OR errors @> jsonb_build_array(jsonb_build_object('rule', $4::text)))
      AND ($5::timestamptz IS NULL OR arrived_at >= $5) AND ($6::timestamptz IS NULL OR arrived_at < $6)`,
    values: [state, source, type, rule, from, to].map((value) => value ?? null),
  };
}
