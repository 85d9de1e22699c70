import { z } from "zod";
import { kpiAnswerSchema, kpiGroupSchema } from "@/lib/kpis/answer";
import { kpiIds } from "@/lib/kpis/request";

/**
 * The live protocol, version 1: every frame that crosses the socket, used at both ends (docs/LIVE.md).
 * The server sends a snapshot at a feed position and then deltas from position to position.
 */
export const protocolVersion = 1;

const text = z.string().max(200);
export const viewQuerySchema = z.strictObject({
  kpi: z.enum(kpiIds),
  term: text.optional(),
  from: text.optional(),
  to: text.optional(),
  orgUnit: text.optional(),
  course: text.optional(),
  section: text.optional(),
  program: text.optional(),
  state: z.enum(["final", "provisional"]).optional(),
  scale: text.optional(),
  groupBy: text.optional(),
  compare: z.enum(["previous-term", "previous-year"]).optional(),
});
export type ViewQuery = z.infer<typeof viewQuerySchema>;

export const subscribeSchema = z.strictObject({
  /** Chosen by the client; frames of the view carry it. */
  id: z.string().min(1).max(100),
  view: viewQuerySchema,
  locale: z.enum(["en", "ko"]).default("en"),
  /** Where the client's state stands, after a disconnect. */
  position: z
    .string()
    .regex(/^\d{1,19}$/)
    .optional(),
});
export const watchSchema = z.strictObject({
  id: z.string().min(1).max(100),
  /** Says that student-level facts of this section changed; they are read over HTTP, under scope. */
  section: text,
});
export const unsubscribeSchema = z.strictObject({ id: z.string().min(1).max(100) });

export const problemSchema = z.object({ code: z.string(), message: z.string(), field: z.string().optional() });
export type LiveProblem = z.infer<typeof problemSchema>;

export const snapshotSchema = z.object({ id: z.string(), position: z.string(), answer: kpiAnswerSchema });

/** What changed from one position to the next: the head without groups, groups put, groups gone. */
export const deltaSchema = z.object({
  id: z.string(),
  from: z.string(),
  to: z.string(),
  head: kpiAnswerSchema.omit({ groups: true }),
  put: z.array(kpiGroupSchema),
  gone: z.array(z.string()),
});
export type Delta = z.infer<typeof deltaSchema>;

export const touchedSchema = z.object({ id: z.string(), position: z.string() });
export const closedSchema = z.object({ id: z.string(), problem: problemSchema });

export type ServerFrames = {
  snapshot: (frame: z.infer<typeof snapshotSchema>) => void;
  delta: (frame: Delta) => void;
  touched: (frame: z.infer<typeof touchedSchema>) => void;
  /** The view ended: no longer in scope, or refused. */
  closed: (frame: z.infer<typeof closedSchema>) => void;
  /** The whole connection ends, and why. */
  goodbye: (problem: LiveProblem) => void;
};
export type ClientFrames = {
  subscribe: (frame: z.input<typeof subscribeSchema>) => void;
  watch: (frame: z.input<typeof watchSchema>) => void;
  unsubscribe: (frame: z.input<typeof unsubscribeSchema>) => void;
};
