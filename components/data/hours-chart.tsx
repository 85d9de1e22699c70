"use client";

import { useTranslations } from "next-intl";
import type { SourceRow } from "@/lib/warehouse/sources/sources-shape";
import { formatCount, formatTime } from "../kpi/format";
import { useKnownLocale, useZone } from "../shell/shell-context";
import { Cell, ColumnHead, HeadRow, Row, RowHead, Table } from "../ui/table";

type Hours = SourceRow["hours"];
const [width, height, gap] = [240, 64, 2];

/** The last day by the hour, the one under way last: a bar for what came, behind it the range that is usual; the same as a table on demand. */
export function HoursChart({ title, hours }: { title: string; hours: Hours }) {
  const t = useTranslations("data.sources");
  const locale = useKnownLocale();
  const zone = useZone();
  const most = Math.max(0, ...hours.flatMap((hour) => [hour.accepted, hour.usual?.most ?? 0]));
  const first = hours[0];
  return (
    <figure>
      <figcaption className="mb-1 flex justify-between gap-3 text-xs text-soft">
        <span>{title}</span>
        <span className="number">{most === 0 ? t("noneInHours") : t("peak", { count: formatCount(most, locale) })}</span>
      </figcaption>
      <Bars hours={hours} most={most} />
      <p className="flex justify-between text-xs text-soft" aria-hidden="true">
        <span className="number">{first === undefined ? "" : formatTime(first.from, zone)}</span>
        {hours.some((hour) => hour.usual !== null) && <span>{t("legend")}</span>}
        <span>{t("now")}</span>
      </p>
      <details className="mt-1 text-sm">
        <summary className="cursor-pointer text-accent">{t("byHour")}</summary>
        <div className="mt-1 max-h-64 overflow-y-auto">
          <Table label={title}>
            <HeadRow>
              <ColumnHead>{t("from")}</ColumnHead>
              <ColumnHead figure>{t("accepted")}</ColumnHead>
              <ColumnHead figure>{t("usually")}</ColumnHead>
            </HeadRow>
            <tbody>
              {hours.map((hour) => (
                <Row key={hour.from}>
                  <RowHead dense>{formatTime(hour.from, zone)}</RowHead>
                  <Cell dense figure>
                    {formatCount(hour.accepted, locale)}
                  </Cell>
                  <Cell dense figure>
                    {hour.usual === null ? "–" : `${formatCount(hour.usual.least, locale)}–${formatCount(hour.usual.most, locale)}`}
                  </Cell>
                </Row>
              ))}
            </tbody>
          </Table>
        </div>
      </details>
    </figure>
  );
}

function Bars({ hours, most }: { hours: Hours; most: number }) {
  const step = width / Math.max(1, hours.length);
  const tall = (value: number) => (value / Math.max(1, most)) * height;
  return (
    <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" className="h-16 w-full rounded-sm bg-sunken" aria-hidden="true">
      {hours.map(({ from, accepted, usual }, index) => (
        <g key={from}>
          {usual !== null && (
            <rect
              x={index * step}
              width={step}
              y={height - tall(usual.most)}
              height={Math.max(1, tall(usual.most - usual.least))}
              fill="var(--series-before)"
              opacity={0.4}
            />
          )}
          <rect x={index * step + gap} width={step - 2 * gap} y={height - tall(accepted)} height={tall(accepted)} fill="var(--series)" />
        </g>
      ))}
    </svg>
  );
}
