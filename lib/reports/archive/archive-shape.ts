import * as z from "zod/mini";

/** What a reader is told of the reports that they got. Browser-safe. */

/** What became of a delivery (lib/reports/runs/states.ts). */
export const archiveStates = ["waiting", "sending", "sent", "kept", "refused", "failed", "withheld", "cancelled", "bounced"] as const;
export type ArchiveState = (typeof archiveStates)[number];

export const archivedReportSchema = z.object({
  delivery: z.string(),
  run: z.string(),
  /** The schedule's name, and what the document is about. */
  report: z.string(),
  title: z.nullable(z.string()),
  period: z.enum(["term-to-date", "last-week"]),
  dueAt: z.string(),
  late: z.boolean(),
  state: z.enum(archiveStates),
  /** What a server said. */
  detail: z.nullable(z.string()),
  sentAt: z.nullable(z.string()),
  openedAt: z.nullable(z.string()),
  /** How far the sources had been processed. */
  dataThrough: z.nullable(z.string()),
  policyVersion: z.nullable(z.int()),
  pages: z.nullable(z.int()),
  bytes: z.nullable(z.int()),
  /** SHA-256 of the document as it was rendered, in hexadecimal. */
  checksum: z.nullable(z.string()),
  /** `ready`: it can be opened. `expired`: it is kept no longer. */
  document: z.enum(["none", "ready", "expired"]),
});
export type ArchivedReport = z.infer<typeof archivedReportSchema>;

export const archivePageSchema = z.object({
  reports: z.array(archivedReportSchema),
  /** What the next page is asked by; null: this is the last. */
  next: z.nullable(z.string()),
  /** Names of reports to choose from. */
  choices: z.array(z.string()),
});
export type ArchivePage = z.infer<typeof archivePageSchema>;
