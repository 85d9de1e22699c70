import { z } from "zod";
import { kpiIds } from "@/lib/kpis/question";
import { policyChangeSchema } from "./diff-policies";

/** What a draft would do to real figures. Browser-safe. */

const figureSchema = z.object({
  kpi: z.enum(kpiIds),
  unit: z.enum(["ratio", "points"]),
  /** Null: the whole institution. */
  orgUnit: z.string().nullable(),
  name: z.string().nullable(),
  students: z.number().int().nullable(),
  now: z.number().nullable(),
  /** Under the draft, from its first day on. */
  drafted: z.number().nullable(),
  /** As if the draft had held since the term began. */
  ifHeld: z.number().nullable(),
});
export type PreviewFigure = z.infer<typeof figureSchema>;

const dangerSchema = z.object({
  /** Students in a section of the term who are past the limit, or reach it with one more absence. */
  near: z.object({ now: z.number().int(), drafted: z.number().int(), become: z.number().int(), stop: z.number().int() }),
  chronic: z.object({ now: z.number().int(), drafted: z.number().int(), become: z.number().int(), stop: z.number().int() }),
});
export type DangerPreview = z.infer<typeof dangerSchema>;

export const previewSchema = z.object({
  changes: z.array(policyChangeSchema),
  term: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** The draft begins on a day to come: no figure of today changes. */
  ahead: z.boolean(),
  figures: z.array(figureSchema),
  danger: dangerSchema.nullable(),
  /** Figures of units, courses, sections and programs that readers of figures alone would see no more, or see again. */
  hidden: z.object({ now: z.number().int(), drafted: z.number().int(), become: z.number().int(), stop: z.number().int() }).nullable(),
  /** Where the draft begins in the past: figures already shown that would be others, by term. */
  past: z.object({
    compared: z.number().int(),
    changed: z.number().int(),
    terms: z.array(z.object({ name: z.string(), compared: z.number().int(), changed: z.number().int() })),
    /** Older terms were not looked through. */
    more: z.boolean(),
  }),
  targets: z.array(
    z.object({ kpi: z.enum(kpiIds), orgUnit: z.string().nullable(), now: z.number().nullable(), drafted: z.number().nullable() }),
  ),
  /** No figure, list or target differs. */
  nothing: z.boolean(),
});
export type Preview = z.infer<typeof previewSchema>;
