"use client";

import { useTranslations } from "next-intl";
import type { KpiAnswer } from "@/lib/kpis/answer";

const order = [
  "A+",
  "A0",
  "A",
  "A-",
  "B+",
  "B0",
  "B",
  "B-",
  "C+",
  "C0",
  "C",
  "C-",
  "D+",
  "D0",
  "D",
  "D-",
  "Distinction",
  "Merit",
  "Pass",
  "P",
  "NP",
  "Fail",
  "F",
];
const rank = (letter: string) => (order.includes(letter) ? order.indexOf(letter) : order.length);

/** Counts of each letter as bars with their numbers: readable without colour, and by a screen reader as a list. */
export function LetterBars({ letters }: { letters: Record<string, number> }) {
  const rows = Object.entries(letters).sort(([a], [b]) => rank(a) - rank(b));
  const total = rows.reduce((sum, [, count]) => sum + count, 0);
  const most = Math.max(1, ...rows.map(([, count]) => count));
  return (
    <ul className="space-y-1">
      {rows.map(([letter, count]) => (
        <li key={letter} className="grid grid-cols-[5.5rem_1fr_6.5rem] items-center gap-2">
          <span className="truncate">{letter}</span>
          <span className="h-3 rounded-sm bg-accent" style={{ width: `${(count / most) * 100}%` }} aria-hidden="true" />
          <span className="number text-right text-soft">
            {count} ({Math.round((count / total) * 100)}%)
          </span>
        </li>
      ))}
    </ul>
  );
}

export function GradeDistribution({ answer }: { answer: KpiAnswer }) {
  const t = useTranslations("kpi");
  const scales = answer.scales ?? [{ scale: "", measures: answer.measures }];
  const shown = scales.flatMap(({ scale, measures }) => {
    const letters: unknown = measures === undefined ? undefined : Reflect.get(measures, "letters");
    return typeof letters === "object" && letters !== null ? [{ scale, letters: letters as Record<string, number> }] : [];
  });
  if (shown.every(({ letters }) => Object.keys(letters).length === 0)) return <p className="text-soft">{t("none")}</p>;
  return (
    <div className="space-y-4">
      {shown.map(({ scale, letters }) => (
        <div key={scale}>
          {scale !== "" && <h3 className="mb-1 font-medium">{scale}</h3>}
          <LetterBars letters={letters} />
        </div>
      ))}
    </div>
  );
}
