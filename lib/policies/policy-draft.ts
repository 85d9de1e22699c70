import { z } from "zod";
import { definitionOf } from "@/lib/kpis/definitions";
import { type Policy, policySchema } from "@/lib/kpis/policy";
import { kpiIds } from "@/lib/kpis/question";

/** The best mean that a scale known from the start has room for, with room for others. */
const mostPoints = 100;

/** A policy that may be made: what is stored, and what would make no sense refused. */
export const policyDraftSchema = policySchema.check(
  z.superRefine((policy, context) => {
    const refuse = (path: (string | number)[], rule: string, message: string) =>
      context.addIssue({ code: "custom", path, message, params: { rule } });
    const { absenceLimit, chronicRate, chronicMinimum } = policy.attendance;
    const isShare = (value: number) => value > 0 && value <= 1;
    if (!isShare(absenceLimit)) refuse(["attendance", "absenceLimit"], "share", "must be above 0 and at most 1");
    if (!isShare(chronicRate)) refuse(["attendance", "chronicRate"], "share", "must be above 0 and at most 1");
    if (!Number.isInteger(chronicMinimum) || chronicMinimum < 1 || chronicMinimum > 200)
      refuse(["attendance", "chronicMinimum"], "integer", "must be a whole number from 1 to 200");
    const tooHigh = (kpi: (typeof kpiIds)[number], value: number) => value > (definitionOf(kpi).unit === "ratio" ? 1 : mostPoints);
    for (const kpi of kpiIds) if (tooHigh(kpi, policy.targets[kpi] ?? 0)) refuse(["targets", kpi], "max", "is more than there can be");
    const seen = new Set<string>();
    for (const [index, target] of policy.narrowTargets.entries()) {
      const { kpi, orgUnit, term, value } = target;
      if (tooHigh(kpi, value)) refuse(["narrowTargets", index, "value"], "max", "is more than there can be");
      const key = JSON.stringify([kpi, orgUnit, term]);
      if (seen.has(key)) refuse(["narrowTargets", index], "unique", "is given twice");
      seen.add(key);
    }
  }),
);

export const localDaySchema = z.iso.date().refine((day) => day >= "1900-01-01" && day <= "2200-12-31", {
  message: "must be a day between 1900 and 2200",
  params: { rule: "date" },
});

/** What may be previewed: a policy, and the day from which it would hold. */
export const draftSchema = z.strictObject({ policy: policyDraftSchema, validFrom: localDaySchema });
export type Draft = { policy: Policy; validFrom: string };

/** `basedOn`: the last version that whoever saves has seen. */
export const newVersionSchema = draftSchema.extend({
  basedOn: z.number().int(),
  reason: z
    .string()
    .transform((text) => text.trim())
    .pipe(z.string().max(500))
    .optional(),
});
export type NewVersion = z.infer<typeof newVersionSchema>;
