import { useTranslations } from "next-intl";
import type { KpiAnswer } from "@/lib/kpis/answer";
import type { ViewQuery } from "@/lib/live/protocol";
import { useShell, useTerm } from "../shell/shell-context";
import { isOver } from "./is-over";

/** What is said where there are no figures: of days that are over nothing is promised. */
export function useNoneWords(view: ViewQuery, answer: Pick<KpiAnswer, "term"> | undefined): { title: string; text: string } {
  const t = useTranslations("kpi");
  const { today } = useShell();
  const term = useTerm(answer?.term ?? view.term);
  return isOver(view, term, today) ? { title: t("noneThen"), text: t("noneThenHelp") } : { title: t("none"), text: t("noneHelp") };
}
