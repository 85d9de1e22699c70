"use client";

import { useLocale } from "next-intl";
import { useLiveKpi } from "@/lib/live/client/use-live-kpi";
import type { ViewQuery } from "@/lib/live/protocol";
import { GradeDistribution } from "./letter-bars";
import { LiveState } from "./live-state";

export function GradesCard({ title, view }: { title: string; view: ViewQuery }) {
  const live = useLiveKpi(view, useLocale() === "ko" ? "ko" : "en");
  return (
    <section className="rounded-lg border border-line bg-surface p-4" aria-label={title}>
      <h2 className="mb-2 font-medium">{title}</h2>
      <LiveState live={live} height={160}>
        {(answer) => <GradeDistribution answer={answer} />}
      </LiveState>
    </section>
  );
}
