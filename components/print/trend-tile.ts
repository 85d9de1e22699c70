import { hidesWeeks, isCumulative, type TrendPoint, weeklyPoints } from "../charts/weekly-points";
import { weeksPicture } from "../exports/weeks-picture";
import { formatValue } from "../kpi/format";
import { weekNumber } from "../kpi/weeks";
import { html } from "./html";
import { pictureHtml } from "./picture-html";
import { printPalette } from "./print-palette";
import type { Drawing, Setting, TileOf } from "./setting";
import { kpiName, noneWords } from "./words";

const frame = { width: 430, height: 205, left: 46, right: 30, mostLabels: 6 };

/** A figure by weeks over the whole term, beside the term compared with. */
export function trendTile({ tile, whole, before }: TileOf<"trend">, setting: Setting): Drawing {
  const { report, getTranslations } = setting;
  const t = getTranslations("print");
  const kpi = getTranslations("kpi");
  const title = t("byWeek", { kpi: kpiName(tile.kpi, setting) });
  const { term, locale } = report;
  if (whole.suppressed || (isCumulative(tile.kpi) && hidesWeeks(whole)))
    return {
      title,
      state: "hidden",
      rows: 0,
      body: html`<p class="soft">${kpi("weeksHidden")}. ${kpi("weeksHiddenHelp", { threshold: setting.report.policy.suppression.threshold })}</p>`,
    };
  const usable = before !== null && !before.answer.suppressed && !(isCumulative(tile.kpi) && hidesWeeks(before.answer)) ? before : null;
  const points =
    term === null
      ? []
      : weeklyPoints({ answer: whole, days: term }, usable === null ? null : { answer: usable.answer, days: usable.days }, report.today);
  const known = points.filter(({ value }) => value !== null);
  if (known.length === 0) return { title, state: "empty", rows: 0, body: html`<p class="soft">${noneWords(setting, true)}</p>` };
  const names = { now: term?.name ?? "", before: usable?.label ?? "" };
  const picture = weeksPicture(
    { points, unit: whole.unit, fromZero: isCumulative(tile.kpi), locale, names, withBefore: usable !== null },
    printPalette,
    frame,
  );
  const value = (of: number | null) => formatValue(of, whole.unit, locale);
  const said = ({ week, value: own, before: other }: TrendPoint) =>
    t(other === null ? "weekValue" : "weekValues", { week: weekNumber(week), value: value(own), before: value(other) });
  const hidden = hidesWeeks(whole)
    ? html`<p class="soft">${kpi("weeksHiddenHelp", { threshold: setting.report.policy.suppression.threshold })}</p>`
    : null;
  return {
    title,
    state: "ready",
    rows: known.length,
    body: html`${pictureHtml(picture, `${title}: ${known.map(said).join("; ")}`)}${hidden}`,
  };
}
