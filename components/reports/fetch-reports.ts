import * as z from "zod/mini";
import type { AskedPreview } from "@/lib/reports/manage/asked-preview";
import type { AskedSchedule, ChangedSchedule } from "@/lib/reports/manage/asked-schedule";
import { shownPreviewSchema, shownRunSchema, startedRunSchema } from "@/lib/reports/manage/run-shapes";
import {
  addressesSchema,
  candidatesSchema,
  foreseenSchema,
  holidaysSchema,
  runsSchema,
  schedulesSchema,
  shownScheduleSchema,
} from "@/lib/reports/manage/schedule-shapes";
import type { Timing } from "@/lib/reports/timing-shape";

const address = "/api/internal/reports";

const problemSchema = z.object({
  code: z.string(),
  field: z.optional(z.string()),
  rule: z.optional(z.string()),
  now: z.optional(z.number()),
  by: z.optional(z.nullable(z.string())),
  at: z.optional(z.nullable(z.string())),
  parts: z.optional(z.array(z.string())),
});
export type Refusal = z.infer<typeof problemSchema>;

/** What the server refused, with its facts; null where it could not say. */
export class ReportProblem extends Error {
  constructor(readonly refusal: Refusal | null) {
    super(refusal?.code ?? "failed");
  }
}

export async function ask<T>(path: string, schema: z.ZodMiniType<T>, method = "GET", body?: unknown): Promise<T> {
  const sent = body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(`${address}${path}`, { method, ...sent });
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return schema.parse(answer);
  throw new ReportProblem(problemSchema.safeParse(answer).data ?? null);
}

const madeSchema = z.object({ id: z.string(), version: z.number() });
const idSchema = z.object({ id: z.string() });
const scheduleAt = (id: string) => `/schedules/${encodeURIComponent(id)}`;

export const fetchSchedules = () => ask("/schedules", schedulesSchema);
export const fetchSchedule = (id: string) => ask(scheduleAt(id), shownScheduleSchema);
export const fetchRuns = (id: string) => ask(`${scheduleAt(id)}/runs`, runsSchema);
export const makeSchedule = (asked: AskedSchedule) => ask("/schedules", madeSchema, "POST", asked);
export const changeSchedule = (id: string, asked: ChangedSchedule) => ask(scheduleAt(id), madeSchema, "PUT", asked);
export const pauseSchedule = (id: string) => ask(`${scheduleAt(id)}/pause`, idSchema, "POST", {});
export const resumeSchedule = (id: string) => ask(`${scheduleAt(id)}/resume`, idSchema, "POST", {});
export const removeSchedule = (id: string) => ask(`${scheduleAt(id)}/remove`, idSchema, "POST", {});
export const foresee = (timing: Timing) => ask("/schedules/next", foreseenSchema, "POST", { timing });

const holidaySchema = z.object({ day: z.string(), name: z.string() });
export const fetchHolidays = () => ask("/holidays", holidaysSchema);
export const addHoliday = (holiday: z.infer<typeof holidaySchema>) => ask("/holidays", holidaySchema, "POST", holiday);
export const removeHoliday = (day: string) => ask("/holidays/remove", z.object({ day: z.string() }), "POST", { day });
export const fetchAddresses = () => ask("/addresses", addressesSchema);
export const findCandidates = (text: string) => ask("/recipients", candidatesSchema, "POST", { text });

const runAt = (id: string) => `/runs/${encodeURIComponent(id)}`;
export const runNow = (id: string) => ask(`${scheduleAt(id)}/run`, startedRunSchema, "POST", {});
export const fetchRun = (id: string) => ask(runAt(id), shownRunSchema);
export const cancelRun = (id: string) => ask(`${runAt(id)}/cancel`, idSchema, "POST", {});
export const preview = (asked: AskedPreview) => ask("/preview", startedRunSchema, "POST", asked);
export const fetchPreview = (run: string) => ask(`/preview/${encodeURIComponent(run)}`, shownPreviewSchema);
/** One's own copy of a report, by its delivery; of a preview by its run. */
export const ownDocument = (delivery: string) => `${address}/documents/${encodeURIComponent(delivery)}`;
