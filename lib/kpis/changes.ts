import * as z from "zod/mini";
import { kpiAnswerSchema } from "./answer";

/** What changed a figure since a moment (GET /api/internal/changes), used at both ends. Browser-safe. */

const count = z.int();
const measures = z.record(z.string(), z.number());

export const changesSchema = z.object({
  kpi: z.string(),
  since: z.string(),
  term: z.nullable(z.string()),
  /** The figure as it was known at that moment; null where what was asked for was not known. */
  before: z.nullable(kpiAnswerSchema),
  now: kpiAnswerSchema,
  /** Facts that came late (for days before the moment) or in their time, were corrected, or count no more. Null: too few to say. */
  facts: z.object({ late: z.nullable(count), recorded: z.nullable(count), corrected: z.nullable(count), takenBack: z.nullable(count) }),
  /** Sections with the most changes first, at most twenty; none for readers without student-level rights. */
  sections: z.array(
    z.object({ section: z.string(), title: z.nullable(z.string()), late: count, recorded: count, corrected: count, takenBack: count }),
  ),
  /** Cells that changed, newest first; none for readers without student-level rights, and for advisors. */
  cells: z.array(
    z.object({
      position: z.string(),
      at: z.string(),
      cause: z.enum(["late", "corrected", "new"]),
      section: z.nullable(z.string()),
      title: z.nullable(z.string()),
      program: z.nullable(z.string()),
      day: z.nullable(z.string()),
      detail: z.array(z.string()),
      before: z.nullable(measures),
      after: measures,
    }),
  ),
  /** What to send as `after` for the cells that follow; null at the end. */
  next: z.nullable(z.string()),
});
export type Changes = z.infer<typeof changesSchema>;
