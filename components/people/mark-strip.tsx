"use client";

import { useTranslations } from "next-intl";
import type { MarkLetter } from "@/lib/warehouse/marks";
import { formatCount, formatDay, type Locale } from "../kpi/format";
import { useKnownLocale } from "../shell/shell-context";

export type DatedMark = { day: string; mark: MarkLetter };

const step = 7;
const width = 5;
const tall = 16;
/** How each mark is drawn: by its height and its filling first, by colour besides. */
const shapes = {
  p: { height: 4, className: "fill-edge" },
  l: { height: 9, className: "fill-warn" },
  a: { height: 16, className: "fill-bad" },
  e: { height: 16, className: "fill-none stroke-edge" },
  "-": { height: 1, className: "fill-line" },
} as const;
const words = { p: "present", l: "late", a: "absent", e: "excused" } as const;
const shown = ["p", "l", "a", "e"] as const;

/** A student's marks over a term's meetings, each a bar; in words for who does not see them. */
export function MarkStrip({ marks }: { marks: readonly DatedMark[] }) {
  const t = useTranslations();
  const locale = useKnownLocale();
  if (marks.length === 0) return <span className="text-soft">–</span>;
  const label = t("strip.label", { meetings: marks.length, marks: inWords(marks, locale, (mark) => t(`status.${words[mark]}`)) });
  return (
    <svg role="img" aria-label={label} width={marks.length * step} height={tall} className="block">
      <title>{label}</title>
      {marks.map(({ day, mark }, index) => (
        <Bar key={`${day} ${index}`} x={index * step} mark={mark} />
      ))}
    </svg>
  );
}

function Bar({ x, mark }: { x: number; mark: MarkLetter }) {
  const { height, className } = shapes[mark];
  const hollow = mark === "e" ? 0.5 : 0;
  return <rect x={x + hollow} y={tall - height + hollow} width={width - 2 * hollow} height={height - 2 * hollow} className={className} />;
}

/** Counts of each mark; the days of absences and of excuses, since those are asked about. */
function inWords(marks: readonly DatedMark[], locale: Locale, name: (mark: (typeof shown)[number]) => string): string {
  const parts = shown.flatMap((mark) => {
    const days = marks.filter((one) => one.mark === mark).map((one) => formatDay(one.day, locale));
    if (days.length === 0) return [];
    const count = `${name(mark)} ${formatCount(days.length, locale)}`;
    return mark === "a" || mark === "e" ? [`${count} (${days.join(", ")})`] : [count];
  });
  return parts.join(", ");
}

/** What the bars mean. */
export function StripLegend() {
  const t = useTranslations("status");
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-soft" aria-hidden="true">
      {shown.map((mark) => (
        <li key={mark} className="inline-flex items-end gap-1.5">
          <svg width={width} height={tall} aria-hidden="true">
            <Bar x={0} mark={mark} />
          </svg>
          {t(words[mark])}
        </li>
      ))}
    </ul>
  );
}
