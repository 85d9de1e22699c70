import { z } from "zod";
import { titleSchema } from "@/lib/contracts/values";
import { contentSchema } from "../content-shape";
import { deliverySchema, recipientsSchema } from "../recipients-shape";
import { timingSchema } from "../timing-shape";

/** What is asked for when a report is scheduled. */
export const askedScheduleSchema = z.strictObject({
  name: titleSchema,
  content: contentSchema,
  timing: timingSchema,
  recipients: recipientsSchema,
  delivery: deliverySchema,
});
export type AskedSchedule = z.infer<typeof askedScheduleSchema>;

/** `version`: the one that was edited. Who saves over a newer one is told. */
export const changedScheduleSchema = askedScheduleSchema.extend({ version: z.number().int().min(1) });
export type ChangedSchedule = z.infer<typeof changedScheduleSchema>;
