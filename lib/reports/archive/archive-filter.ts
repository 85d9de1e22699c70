import { z } from "zod";
import { dateSchema, nameSchema } from "@/lib/contracts/values";
import { archiveStates } from "./archive-shape";

/** `before`: the last of the page before, as that page gave it. `delivery`: this one alone, as mails lead to it. */
export const archiveFilterSchema = z.strictObject({
  state: z.enum(archiveStates).optional(),
  report: nameSchema.max(100).optional(),
  from: dateSchema.optional(),
  to: dateSchema.optional(),
  delivery: z.uuid().optional(),
  before: z
    .string()
    .regex(/^\d{1,14}\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, { message: "must be what the page before said" })
    .optional(),
});
export type ArchiveFilter = z.infer<typeof archiveFilterSchema>;

/** As SQL over `d` (delivery) and `r` (run), from the second parameter on: the first is the reader. Days are the institution's. */
export function archiveFilterSql(filter: ArchiveFilter, timeZone: string): { where: string; values: unknown[] } {
  const values: unknown[] = [];
  const value = (one: unknown) => `$${values.push(one) + 1}`;
  const { state, report, from, to, delivery, before } = filter;
  const conditions = ["true"];
  if (state !== undefined) conditions.push(`d.state = ${value(state)}`);
  if (report !== undefined) conditions.push(`r.name = ${value(report)}`);
  if (from !== undefined) conditions.push(`r.due_at >= ${value(from)}::date::timestamp AT TIME ZONE ${value(timeZone)}`);
  if (to !== undefined) conditions.push(`r.due_at < (${value(to)}::date + 1)::timestamp AT TIME ZONE ${value(timeZone)}`);
  if (delivery !== undefined) conditions.push(`d.id = ${value(delivery)}`);
  const [millisecond, last] = before?.split(".") ?? [];
  if (before !== undefined)
    conditions.push(`(r.due_at, d.id) < (${value(new Date(Number(millisecond)))}::timestamptz, ${value(last)}::uuid)`);
  return { where: conditions.join(" AND "), values };
}
