import { z } from "zod";
import { idSchema } from "@/lib/contracts/values";

/** What a report is about. Kinds are data: each has its tiles in lib/reports/kinds. */
export const reportKinds = ["institution", "department", "course", "section"] as const;
export type ReportKind = (typeof reportKinds)[number];

export const papers = ["a4", "letter"] as const;
export type Paper = (typeof papers)[number];

const id = idSchema;

/**
 * Of which place: a named one, or `own`: of each recipient's own, as the kind understands it (an institution report of all
 * that they may see, a department report of each unit that they hold, course and section reports of those that they teach).
 */
export const subjectSchema = z.discriminatedUnion("of", [
  z.strictObject({ of: z.literal("own") }),
  z.strictObject({ of: z.literal("org-unit"), orgUnit: id }),
  z.strictObject({ of: z.literal("course"), course: id }),
  z.strictObject({ of: z.literal("section"), section: id }),
]);
export type Subject = z.infer<typeof subjectSchema>;

/** Which part of the term: all of it so far, or the week that is over on the day of sending. */
export const periods = ["term-to-date", "last-week"] as const;

/**
 * Filters as on the screens; they are printed on every page. `term`: null is the one under way at the time of sending.
 * `language`: null is the recipient's own.
 */
export const contentSchema = z.strictObject({
  kind: z.enum(reportKinds),
  subject: subjectSchema,
  term: id.nullable().default(null),
  period: z.enum(periods).default("term-to-date"),
  program: id.nullable().default(null),
  yearOfStudy: z.number().int().min(1).max(12).nullable().default(null),
  compare: z.enum(["previous-term", "previous-year", "target"]).nullable().default("previous-term"),
  language: z.enum(["en", "ko"]).nullable().default(null),
  paper: z.enum(papers).default("a4"),
});
export type ReportContent = z.infer<typeof contentSchema>;

/**
 * What is rendered: a part about each of `subjects`, which were worked out for whoever reads it. `own` among them is all
 * that they see. Where there is one, `subject` is that one too; else it stays what was asked for.
 */
export const renderedContentSchema = contentSchema.extend({ subjects: z.array(subjectSchema).min(1) });
export type RenderedContent = z.infer<typeof renderedContentSchema>;
