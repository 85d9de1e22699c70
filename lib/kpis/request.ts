import { z } from "zod";
import { idSchema, nameSchema } from "@/lib/contracts/values";
import { comparisons, groupings, kpiIds } from "./question";

/** What may be asked of the KPI API. */

/** A local day that the events' contracts could hold too. */
const day = z.iso.date().refine((value) => value >= "1900-01-01" && value <= "2200-12-31", {
  message: "must be a day between 1900 and 2200",
  params: { rule: "date" },
});

/** Written as a number is, in one way only, so that one question has one spelling. */
const yearOfStudy = z
  .string()
  .refine((text) => /^(0|[1-9]\d{0,3})$/.test(text), { message: "must be a whole number", params: { rule: "integer" }, abort: true })
  .transform(Number)
  .pipe(z.number().min(1).max(20));

export const kpiRequestSchema = z
  .strictObject({
    kpi: z.enum(kpiIds),
    term: idSchema.optional(),
    from: day.optional(),
    to: day.optional(),
    orgUnit: idSchema.optional(),
    course: idSchema.optional(),
    section: idSchema.optional(),
    program: idSchema.optional(),
    yearOfStudy: yearOfStudy.optional(),
    state: z.enum(["final", "provisional"]).optional(),
    scale: nameSchema.max(100).optional(),
    groupBy: z
      .string()
      .transform((text) => text.split(","))
      .pipe(z.array(z.enum(groupings)).min(1).max(2))
      .refine((list) => new Set(list).size === list.length, { message: "must not name a grouping twice", params: { rule: "once" } })
      .optional(),
    compare: z.enum(comparisons).optional(),
    asOf: z.iso.datetime({ offset: true }).optional(),
  })
  .refine((request) => request.from === undefined || request.to === undefined || request.from <= request.to, {
    path: ["to"],
    message: "must not be before from",
    params: { rule: "order" },
  });

/** As it is written in an address or a subscription. */
export type KpiQuery = z.input<typeof kpiRequestSchema>;
export type KpiRequest = z.output<typeof kpiRequestSchema>;

/** A range without a term may reach over several (attendance and coverage only). */
export function spansTerms(request: KpiRequest): boolean {
  const ranged = request.kpi === "attendance-rate" || request.kpi === "attendance-coverage";
  return ranged && request.term === undefined && (request.from !== undefined || request.to !== undefined);
}
