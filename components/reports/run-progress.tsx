"use client";

import { useTranslations } from "next-intl";
import { deliveryStatesShown, type ShownRun } from "@/lib/reports/manage/run-shapes";
import { formatCount } from "../kpi/format";
import { useKnownLocale } from "../shell/shell-context";
import { reachedBy } from "./reached-by";

/** How many of all it has reached, as a bar and in words, and how many stand how. */
export function RunProgress({ run: { state, renderings, deliveries } }: { run: ShownRun }) {
  const t = useTranslations("reports.run");
  const states = useTranslations("reports.deliveryState");
  const locale = useKnownLocale();
  const all = Object.values(deliveries).reduce((sum, count) => sum + count, 0);
  const done = reachedBy(deliveries);
  const documents = Object.values(renderings).reduce((sum, count) => sum + count, 0);
  if (all === 0) return <p className="text-sm text-soft">{t(state === "waiting" || state === "working" ? "beginning" : "nobody")}</p>;
  const text = t("doneOf", { done: formatCount(done, locale), all: formatCount(all, locale) });
  return (
    <div className="space-y-3">
      <div>
        <p className="number text-figure font-semibold">{text}</p>
        <div
          role="progressbar"
          aria-label={t("progress")}
          aria-valuemin={0}
          aria-valuemax={all}
          aria-valuenow={done}
          aria-valuetext={text}
          className="mt-1 h-2 overflow-hidden rounded-full bg-sunken"
        >
          <div className="h-full bg-accent transition-[width] motion-reduce:transition-none" style={{ width: `${(100 * done) / all}%` }} />
        </div>
      </div>
      <dl className="flex flex-wrap gap-x-6 gap-y-2">
        {deliveryStatesShown
          .filter((one) => deliveries[one] > 0)
          .map((one) => (
            <div key={one}>
              <dt className="text-xs text-soft">{states(one)}</dt>
              <dd className="number font-medium">{formatCount(deliveries[one], locale)}</dd>
            </div>
          ))}
        <div>
          <dt className="text-xs text-soft">{t("documents")}</dt>
          <dd className="number font-medium">
            {t("readyOf", { ready: formatCount(renderings.ready, locale), all: formatCount(documents, locale) })}
          </dd>
        </div>
      </dl>
    </div>
  );
}
