import { z } from "zod";
import { kpiAnswerSchema } from "./answer";

/** What changed a figure since a moment (GET /api/internal/changes), used at both ends. Browser-safe. */

const count = z.number().int();
const measures = z.record(z.string(), z.number());

export const changesSchema = z.object({
  kpi: z.string(),
  since: z.string(),
  term: z.string().nullable(),
  /** The figure as it was known at that moment; null where what was asked for was not known. */
  before: kpiAnswerSchema.nullable(),
  now: kpiAnswerSchema,
  /** Facts that came late (for days before the moment) or in their time, were corrected, or count no more. Null: too few to say. */
  facts: z.object({ late: count.nullable(), recorded: count.nullable(), corrected: count.nullable(), takenBack: count.nullable() }),
  /** Sections with the most changes first, at most twenty; none for readers without student-level rights. */
  sections: z.array(
    z.object({ section: z.string(), title: z.string().nullable(), late: count, recorded: count, corrected: count, takenBack: count }),
  ),
  /** Cells that changed, newest first; none for readers without student-level rights, and for advisors. */
  cells: z.array(
    z.object({
      position: z.string(),
      at: z.string(),
      cause: z.enum(["late", "corrected", "new"]),
      section: z.string().nullable(),
      title: z.string().nullable(),
      program: z.string().nullable(),
      day: z.string().nullable(),
      detail: z.array(z.string()),
      before: measures.nullable(),
      after: measures,
    }),
  ),
  /** What to send as `after` for the cells that follow; null at the end. */
  next: z.string().nullable(),
});
export type Changes = z.infer<typeof changesSchema>;
