import { z } from "zod";
import { titleSchema } from "@/lib/contracts/values";
import { contentSchema } from "../content-shape";
import { deliverySchema, recipientsSchema } from "../recipients-shape";
import { timingSchema } from "../timing-shape";

/** Each day of the week is named once. What was kept before that was refused is still read. */
export const askedTimingSchema = timingSchema.refine(({ rule }) => rule.every !== "week" || new Set(rule.on).size === rule.on.length, {
  path: ["rule", "on"],
  message: "must name each day once",
  params: { rule: "once" },
});

/** What is asked for when a report is scheduled. */
export const askedScheduleSchema = z.strictObject({
  name: titleSchema,
  content: contentSchema,
  timing: askedTimingSchema,
  recipients: recipientsSchema,
  delivery: deliverySchema,
});
export type AskedSchedule = z.infer<typeof askedScheduleSchema>;

/** `version`: the one that was edited. Who saves over a newer one is told. */
export const changedScheduleSchema = askedScheduleSchema.extend({ version: z.number().int().min(1) });
export type ChangedSchedule = z.infer<typeof changedScheduleSchema>;
