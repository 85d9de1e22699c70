import type { KpiAnswer } from "@/lib/kpis/answer";

export type Locale = "en" | "ko";

/** A value in its unit; a dash where there is none. */
export function formatValue(value: number | null, unit: KpiAnswer["unit"], locale: Locale): string {
  if (value === null) return "–";
  return unit === "ratio"
    ? new Intl.NumberFormat(locale, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(value)
    : new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value);
}

/** A difference in the unit's own steps: percentage points or grade points. */
export function formatGap(gap: number, unit: KpiAnswer["unit"], locale: Locale): string {
  const scaled = unit === "ratio" ? gap * 100 : gap;
  const digits = unit === "ratio" ? 1 : 2;
  const text = new Intl.NumberFormat(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    signDisplay: "always",
  }).format(scaled);
  return unit === "ratio" ? `${text} ${locale === "ko" ? "%p" : "pp"}` : text;
}
