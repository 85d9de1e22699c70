import { ruleOf } from "@/lib/kpis/observed";
import { formatValue, isEven } from "../kpi/format";
import { largestChanges } from "../kpi/largest-changes";
import { weekNumber } from "../kpi/weeks";
import { html } from "./html";
import type { Drawing, Setting, TileOf } from "./setting";

/** The three largest changes of the last whole week, in words. */
export function moversTile({ answer }: TileOf<"movers">, { report, getTranslations }: Setting): Drawing {
  const t = getTranslations("changes");
  const title = t("title");
  const changes = largestChanges(answer, report.today, ruleOf(answer));
  if (changes.length === 0) return { title, state: "empty", rows: 0, body: html`<p class="soft">${t("none")}. ${t("noneHelp")}</p>` };
  const items = changes.map(({ label, now, before, week, weeksBefore }) => {
    const [is, was] = [now.numerator / now.denominator, before.numerator / before.denominator];
    const gap = is - was;
    const [first, last] = [weeksBefore[0], weeksBefore.at(-1)];
    const text = t("text", {
      direction: isEven(gap, "ratio") ? "same" : gap > 0 ? "up" : "down",
      before: formatValue(was, "ratio", report.locale),
      from: first === undefined ? 0 : weekNumber(first),
      to: last === undefined ? 0 : weekNumber(last),
      now: formatValue(is, "ratio", report.locale),
      week: weekNumber(week),
    });
    return html`<li><b>${label}</b><span data-figure>${text}</span></li>`;
  });
  return { title, state: "ready", rows: changes.length, body: html`<ol class="movers">${items}</ol>` };
}
