"use client";

import { History } from "lucide-react";
import { useTranslations } from "next-intl";
import { lazy, Suspense } from "react";
import { loadAgain } from "@/lib/platform/load-again";
import { useFilters } from "../filters/use-filters";
import { formatInstant } from "../kpi/format";
import { useKnownLocale, useZone } from "../shell/shell-context";
import { Button } from "../ui/button";
import { Popover } from "../ui/popover";
import { Skeleton } from "../ui/skeleton";

const MomentForm = lazy(() => loadAgain(() => import("./moment-form")).then((module) => ({ default: module.MomentForm })));

/** As of when the page is shown: now, or a past moment. */
export function MomentControl() {
  const t = useTranslations("past");
  const locale = useKnownLocale();
  const zone = useZone();
  const { filters, go } = useFilters();
  return (
    <Popover
      label={t("control")}
      trigger={
        <Button>
          <History className="size-4 text-soft" aria-hidden="true" />
          {filters.asOf === null ? t("now") : t("of", { time: formatInstant(filters.asOf, locale, zone) })}
        </Button>
      }
    >
      {(close) => (
        <Suspense fallback={<Skeleton height={180} label={t("control")} />}>
          <MomentForm
            key={filters.asOf}
            moment={filters.asOf}
            choose={(moment) => {
              close();
              go({ asOf: moment });
            }}
          />
        </Suspense>
      )}
    </Popover>
  );
}
