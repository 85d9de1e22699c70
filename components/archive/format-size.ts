import { formatMeasure, type Locale } from "../kpi/format";

/** Bytes as people write them, in decimal units. */
export function formatSize(bytes: number, locale: Locale): string {
  if (bytes < 1_000) return `${formatMeasure(bytes, locale)} B`;
  return bytes < 1_000_000 ? `${formatMeasure(bytes / 1_000, locale)} kB` : `${formatMeasure(bytes / 1_000_000, locale)} MB`;
}
