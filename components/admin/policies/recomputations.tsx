"use client";

import { useTranslations } from "next-intl";
import type { RecomputationRow } from "@/lib/policies/policies-shape";
import { formatCount, formatInstant } from "../../kpi/format";
import { useKnownLocale, useZone } from "../../shell/shell-context";
import { Card } from "../../ui/card";

/** What is being computed again, as it goes on, and the last that was. */
export function Recomputations({ rows }: { rows: readonly RecomputationRow[] }) {
  const t = useTranslations("admin.policies.recompute");
  if (rows.length === 0) return null;
  return (
    <Card title={t("title")} note={t("text")}>
      <ul className="space-y-2">
        {rows.map((row) => (
          <li key={row.id}>{row.endedAt === null ? <Running row={row} /> : <Ended row={row} endedAt={row.endedAt} />}</li>
        ))}
      </ul>
    </Card>
  );
}

function Running({ row }: { row: RecomputationRow }) {
  const t = useTranslations("admin.policies.recompute");
  const share = Math.round((row.termsDone / Math.max(1, row.terms)) * 100);
  return (
    <div>
      <p className="mb-1 text-sm" role="status">
        {t("running", { scale: row.scale, done: row.termsDone, terms: row.terms })}
      </p>
      <div
        role="progressbar"
        aria-label={t("progress", { scale: row.scale })}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share}
        className="h-2 w-full max-w-md overflow-hidden rounded-full bg-sunken"
      >
        <div className="h-full bg-accent" style={{ width: `${share}%` }} />
      </div>
    </div>
  );
}

function Ended({ row, endedAt }: { row: RecomputationRow; endedAt: string }) {
  const t = useTranslations("admin.policies.recompute");
  const locale = useKnownLocale();
  const zone = useZone();
  return (
    <p className="text-sm text-soft">
      {t("ended", {
        scale: row.scale,
        terms: row.terms,
        grades: formatCount(row.grades, locale),
        time: formatInstant(endedAt, locale, zone),
      })}
    </p>
  );
}
