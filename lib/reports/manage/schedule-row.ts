import { z } from "zod";
import { contentSchema } from "../content-shape";
import { deliverySchema, recipientsSchema } from "../recipients-shape";
import { timingSchema } from "../timing-shape";

/** A schedule as its row says it (app.report_schedule). */
export const scheduleRowSchema = z.object({
  id: z.uuid(),
  owner: z.uuid(),
  name: z.string(),
  content: contentSchema,
  timing: timingSchema,
  recipients: recipientsSchema,
  delivery: deliverySchema,
  version: z.number().int(),
  decidedThrough: z.date(),
  pausedAt: z.date().nullable(),
  changedAt: z.date(),
});
export type ScheduleRow = z.infer<typeof scheduleRowSchema>;

/** What says whose it is and whether it is sent: enough to pause or remove one of which the rest cannot be read. */
export const scheduleHeadSchema = scheduleRowSchema.pick({ id: true, owner: true, name: true, pausedAt: true });
export type ScheduleHead = z.infer<typeof scheduleHeadSchema>;

export const scheduleColumns = (s: string) =>
  `${s}.id, ${s}.owner, ${s}.name, ${s}.content, ${s}.timing, ${s}.recipients, ${s}.delivery, ${s}.version,
   ${s}.decided_through AS "decidedThrough", ${s}.paused_at AS "pausedAt", ${s}.changed_at AS "changedAt"`;

/** SQL: a schedule that is there for an editor. `user` and `all` number the parameters of who it is, and of whether they manage all. */
export const openTo = (s: string, user: string, all: string) =>
  `${s}.removed_at IS NULL AND (${all}::boolean OR ${s}.owner = ${user}::uuid)`;
