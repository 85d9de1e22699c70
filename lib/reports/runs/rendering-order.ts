import { createHash } from "node:crypto";
import type { Locale } from "@/lib/platform/locale";
import { type RenderedContent, type ReportContent, renderedContentSchema } from "../content-shape";
import type { Eyes } from "../ports";
import type { Share } from "../recipients/expand";
import { eyesKey } from "../recipients/eyes";
import type { Since } from "./previous-shares";

/** All that decides what is on a document. */
export type Sheet = { content: RenderedContent; eyes: Eyes; reached: string; locale: Locale } & Since;

/** What is rendered for whoever has this share of a report. */
export function renderedContent(content: ReportContent, { subjects }: Pick<Share, "subjects">): RenderedContent {
  const [only, ...others] = subjects;
  // Parsed, so that equal ones are spelled alike.
  return renderedContentSchema.parse({ ...content, subject: only !== undefined && others.length === 0 ? only : content.subject, subjects });
}

/** Readers with the same key share one rendering. */
export function sheetKey({ content, eyes, reached, locale, since, before }: Sheet): string {
  const parts = [content, eyesKey(eyes), reached, locale, since?.toISOString() ?? null, before];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
