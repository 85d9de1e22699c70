import { z } from "zod";
import { contentSchema } from "../content-shape";
import { deliverySchema, recipientsSchema } from "../recipients-shape";
import { timingSchema } from "../timing-shape";

/** What a run takes along of its schedule, as it was when it was fired. */
export const reportDocuments = { content: contentSchema, recipients: recipientsSchema, delivery: deliverySchema };

export const scheduleRowSchema = z.object({
  id: z.uuid(),
  owner: z.uuid(),
  name: z.string(),
  ...reportDocuments,
  timing: timingSchema,
  decidedThrough: z.date(),
});
export type ScheduleRow = z.infer<typeof scheduleRowSchema>;

export const scheduleColumns = `id, owner, name, content, recipients, delivery, timing, decided_through AS "decidedThrough"`;
export const inForce = "removed_at IS NULL AND paused_at IS NULL";
