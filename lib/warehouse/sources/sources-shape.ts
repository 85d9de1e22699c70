import * as z from "zod/mini";
import { sourceStates } from "./source-state";

const count = z.int();
const rangeSchema = z.object({ least: count, most: count });

export const sourceRowSchema = z.object({
  /** "": what could not be read. */
  source: z.string(),
  /** How far it has been processed: by the events' own time and by their arrival. */
  eventTime: z.nullable(z.string()),
  arrivedAt: z.nullable(z.string()),
  lagSeconds: z.nullable(count),
  events: count,
  /** Accepted in the last whole hour, and in the one under way. */
  lastHour: count,
  soFar: count,
  /** Accepted in the same local hour of each of the last four weeks; null where fewer than two are known. */
  usual: z.nullable(rangeSchema),
  today: z.object({ accepted: count, duplicate: count, rejected: count }),
  /** The last day, whole hours, the oldest first. */
  hours: z.array(z.object({ from: z.string(), accepted: count, usual: z.nullable(rangeSchema) })),
  missedHours: z.nullable(count),
});

export const sourcesSchema = z.object({
  /** The last whole hour. */
  hour: z.object({ from: z.string(), to: z.string() }),
  /** Events in the log that the aggregator has not applied yet. */
  waiting: count,
  openItems: count,
  /** There are more than are counted. */
  openIsLeast: z.boolean(),
  sources: z.array(z.extend(sourceRowSchema, { state: z.enum(sourceStates) })),
  /** There are more sources than are listed. */
  more: z.boolean(),
});
export type Sources = z.infer<typeof sourcesSchema>;
export type SourceRow = Sources["sources"][number];
