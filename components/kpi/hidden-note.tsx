"use client";

import { useTranslations } from "next-intl";
import type { KpiGroup } from "@/lib/kpis/answer";
import { useShell } from "../shell/shell-context";

/**
 * Under groups of which some are hidden: why, in words that hold for each of them. Which of the reasons applies to which
 * would tell of it (CELL-1).
 */
export function HiddenNote({ groups }: { groups: readonly Pick<KpiGroup, "suppressed">[] }) {
  const t = useTranslations("kpi");
  const { threshold } = useShell();
  if (!groups.some((group) => group.suppressed)) return null;
  return <p className="mt-2 text-xs text-soft">{t("hiddenNote", { threshold })}</p>;
}
