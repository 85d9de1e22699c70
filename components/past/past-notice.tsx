"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMoment } from "@/lib/live/client/moment";
import { useFilters } from "../filters/use-filters";
import { formatInstant } from "../kpi/format";
import { useKnownLocale, useZone } from "../shell/shell-context";
import { Notice } from "../ui/notice";

/** Everything on the page is as it was known then: said in sight, with the way back. */
export function PastNotice() {
  const t = useTranslations("past");
  const locale = useKnownLocale();
  const zone = useZone();
  const moment = useMoment();
  const { hrefWith } = useFilters();
  const problem = useQuery({
    queryKey: ["moment", moment],
    queryFn: async () => (moment === null ? null : (await import("./fetch-moment-problem")).fetchProblem(moment)),
    enabled: moment !== null,
  });
  if (moment === null) return null;
  const wrong = problem.data ?? null;
  const time = formatInstant(moment, locale, zone);
  return (
    <Notice tone={wrong === null ? "warn" : "bad"} role="status">
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
        {wrong === null
          ? t("asOf", { time })
          : wrong.earliest === undefined
            ? t("future", { time })
            : t("before", { earliest: formatInstant(wrong.earliest, locale, zone) })}
        <Link prefetch={false} href={hrefWith({ asOf: null })} className="font-medium underline">
          {t("backToNow")}
        </Link>
      </span>
    </Notice>
  );
}
