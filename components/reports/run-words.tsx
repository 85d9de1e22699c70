"use client";

import { useTranslations } from "next-intl";
import type { ListedRun, RunState } from "@/lib/reports/manage/schedule-shapes";
import { formatInstant } from "../kpi/format";
import { useKnownLocale, useZone } from "../shell/shell-context";
import { Badge, type Tone } from "../ui/badge";

const tones: Readonly<Record<RunState, Tone>> = {
  waiting: "plain",
  working: "accent",
  done: "plain",
  failed: "bad",
  cancelled: "warn",
  skipped: "warn",
};

export function RunStateBadge({ state }: { state: RunState }) {
  const t = useTranslations("reports.runState");
  return <Badge tone={tones[state]}>{t(state)}</Badge>;
}

/** When a run was due, in the institution's zone. */
export function useRunTime(): (run: Pick<ListedRun, "dueAt">) => string {
  const locale = useKnownLocale();
  const zone = useZone();
  return ({ dueAt }) => formatInstant(dueAt, locale, zone);
}
