"use client";

import { useTranslations } from "next-intl";
import type { Stop } from "./read-stops";
import { WallGrades } from "./wall-grades";
import { WallRanking } from "./wall-ranking";
import { WallTile } from "./wall-tile";

/** Three figures, and beneath them where to look. */
export function WallStop({ stop: { place, below } }: { stop: Stop }) {
  const t = useTranslations("overview");
  return (
    <div className="grid grid-rows-[auto_minmax(0,1fr)] gap-3 md:h-full md:min-h-0">
      <div className="grid gap-3 md:grid-cols-3">
        <WallTile view={{ kpi: "attendance-rate", ...place }} />
        {place.section === undefined && <WallTile view={{ kpi: "dropout-rate", ...place }} />}
        <WallTile view={{ kpi: "course-withdrawal-rate", ...place }} />
        {place.section !== undefined && <WallTile view={{ kpi: "engagement-rate", ...place }} trend={false} />}
      </div>
      <div className={below === null ? "grid min-h-0 gap-3" : "grid min-h-0 gap-3 md:grid-cols-2"}>
        {below !== null && (
          <WallRanking
            title={t("attention", { level: below.level })}
            member={t("member", { level: below.level })}
            view={{ kpi: "attendance-rate", ...place, groupBy: below.groupBy }}
          />
        )}
        <WallGrades view={{ kpi: "grade-distribution", ...place }} />
      </div>
    </div>
  );
}
