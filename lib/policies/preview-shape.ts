import * as z from "zod/mini";
import { kpiIds } from "@/lib/kpis/question";
import { policyChangeSchema } from "./diff-policies";

/** What a draft would do to real figures. Browser-safe. */

const figureSchema = z.object({
  kpi: z.enum(kpiIds),
  unit: z.enum(["ratio", "points"]),
  /** Null: the whole institution. */
  orgUnit: z.nullable(z.string()),
  name: z.nullable(z.string()),
  students: z.nullable(z.int()),
  now: z.nullable(z.number()),
  /** Under the draft, from its first day on. */
  drafted: z.nullable(z.number()),
  /** As if the draft had held since the term began. */
  ifHeld: z.nullable(z.number()),
});
export type PreviewFigure = z.infer<typeof figureSchema>;

const dangerSchema = z.object({
  /** Students in a section of the term who are past the limit, or reach it with one more absence. */
  near: z.object({ now: z.int(), drafted: z.int(), become: z.int(), stop: z.int() }),
  chronic: z.object({ now: z.int(), drafted: z.int(), become: z.int(), stop: z.int() }),
});
export type DangerPreview = z.infer<typeof dangerSchema>;

export const previewSchema = z.object({
  changes: z.array(policyChangeSchema),
  term: z.nullable(z.object({ id: z.string(), name: z.string() })),
  /** The draft begins on a day to come: no figure of today changes. */
  ahead: z.boolean(),
  figures: z.array(figureSchema),
  danger: z.nullable(dangerSchema),
  /** Figures of units, courses, sections and programs that readers of figures alone would see no more, or see again. */
  hidden: z.nullable(z.object({ now: z.int(), drafted: z.int(), become: z.int(), stop: z.int() })),
  /** Where the draft begins in the past: figures already shown that would be others, by term. */
  past: z.object({
    compared: z.int(),
    changed: z.int(),
    terms: z.array(z.object({ name: z.string(), compared: z.int(), changed: z.int() })),
    /** Older terms were not looked through. */
    more: z.boolean(),
  }),
  targets: z.array(
    z.object({ kpi: z.enum(kpiIds), orgUnit: z.nullable(z.string()), now: z.nullable(z.number()), drafted: z.nullable(z.number()) }),
  ),
  /** Figures, lists and counts are for who sees every student: nothing is said of them here. */
  withheld: z.boolean(),
  /** No figure, list or target differs, as far as is said. */
  nothing: z.boolean(),
});
export type Preview = z.infer<typeof previewSchema>;
