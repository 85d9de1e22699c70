import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { dateSchema, idSchema, nameSchema } from "@/lib/contracts/values";

/** What is asked of the audit; local days, both included; a person by pseudonym. */
export const auditFilterSchema = z.strictObject({
  from: dateSchema.optional(),
  to: dateSchema.optional(),
  actor: idSchema.optional(),
  action: nameSchema.max(100).optional(),
  subject: nameSchema.max(300).optional(),
  person: z.uuid().optional(),
});
export type AuditFilter = z.infer<typeof auditFilterSchema>;

const largest = "9223372036854775807";

/** The conditions on app.audit as `a`, with their values. Numbers rise with time, so that days are bounds of numbers. */
export function auditFilterSql(filter: AuditFilter, timeZone: string, before: number | null): { where: string; values: unknown[] } {
  const values: unknown[] = [];
  const value = (one: unknown) => `$${values.push(one)}`;
  const firstSince = (day: Temporal.PlainDate) =>
    `(SELECT id FROM app.audit WHERE at >= ${value(day.toZonedDateTime(timeZone).toInstant().toString())}::timestamptz ORDER BY at, id LIMIT 1)`;
  const conditions = [
    ...(before === null ? [] : [`a.id < ${value(before)}`]),
    ...(filter.from === undefined ? [] : [`a.id >= ${firstSince(Temporal.PlainDate.from(filter.from))}`]),
    ...(filter.to === undefined ? [] : [`a.id < coalesce(${firstSince(Temporal.PlainDate.from(filter.to).add({ days: 1 }))}, ${largest})`]),
    ...(filter.actor === undefined ? [] : [`a.actor = ${value(filter.actor)}`]),
    ...(filter.action === undefined ? [] : [`a.action = ${value(filter.action)}`]),
    ...(filter.subject === undefined ? [] : [`a.subject = ${value(filter.subject)}`]),
    ...(filter.person === undefined ? [] : [`a.people @> ARRAY[${value(filter.person)}::uuid]`]),
  ];
  return { where: conditions.length === 0 ? "true" : conditions.join(" AND "), values };
}
