import type { Figure } from "../rules/reading";

export type Locale = "en" | "ko";
const region: Readonly<Record<Locale, string>> = { en: "en-GB", ko: "ko-KR" };

/** A value in its unit, as the tiles write it; a dash where there is none. */
export function figureInWords(value: number | null, unit: Figure["unit"], locale: Locale): string {
  if (value === null) return "–";
  if (unit === "minutes") return durationInWords(value, locale);
  const digits = unit === "ratio" ? 1 : 2;
  const options = {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    ...(unit === "ratio" ? { style: "percent" as const } : {}),
  };
  return new Intl.NumberFormat(region[locale], options).format(value);
}

/** The size of a difference: percentage points or grade points. */
export function distanceInWords(distance: number, unit: "ratio" | "points", locale: Locale): string {
  const digits = unit === "ratio" ? 1 : 2;
  const text = new Intl.NumberFormat(region[locale], { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
    Math.abs(unit === "ratio" ? distance * 100 : distance),
  );
  if (unit === "points") return locale === "ko" ? `${text}점` : `${text} points`;
  return locale === "ko" ? `${text}%p` : `${text} percentage points`;
}

/** In the largest unit that is there at least twice. */
export function durationInWords(minutes: number, locale: Locale): string {
  const [size, en, ko] =
    minutes >= 2 * 1_440
      ? ([1_440, "days", "일"] as const)
      : minutes >= 120
        ? ([60, "hours", "시간"] as const)
        : ([1, "minutes", "분"] as const);
  const count = Math.floor(minutes / size);
  const text = countInWords(count, locale);
  if (locale === "ko") return `${text}${ko}`;
  return `${text} ${count === 1 ? en.slice(0, -1) : en}`;
}

export const countInWords = (count: number, locale: Locale): string => new Intl.NumberFormat(region[locale]).format(count);
