import type { Changed } from "@/lib/reports/figures/report-shape";
import { formatCount, formatGap, formatInstant, formatMeasure, formatValue, isEven } from "../kpi/format";
import { type Html, html } from "./html";
import type { Drawing, Setting, TileOf } from "./setting";
import { kpiName } from "./words";

const kinds = ["late", "corrected", "takenBack", "recorded"] as const;

/** What these readers were told last, what is so now, and what lies between: late facts, corrections, changes to the past. */
export function sinceTile({ since, kept, changed }: TileOf<"since">, setting: Setting): Drawing {
  const { report, getTranslations } = setting;
  const t = getTranslations("print");
  const past = getTranslations("past");
  if (since === null) return { title: t("since"), state: "empty", rows: 0, body: html`<p class="soft">${t("firstReport")}</p>` };
  const when = formatInstant(since, report.locale, report.timeZone);
  const withFacts = changed.some(({ facts }) => facts !== null);
  const body = html`<table>
    <thead><tr><th>${t("figure")}</th><th class="n">${t("then")}</th><th class="n">${t("now")}</th><th class="n">${t("difference")}</th>${
      withFacts && html`<th>${t("between")}</th>`
    }</tr></thead>
    <tbody>${changed.map((one) => row(one, setting, withFacts))}</tbody></table>${!kept && html`<p class="soft">${past("notKept")}</p>`}`;
  return { title: t("sinceWhen", { when }), state: "ready", rows: changed.length, body };
}

function row({ kpi, now, told, facts, sections }: Changed, setting: Setting, withFacts: boolean): Html {
  const { report, getTranslations } = setting;
  const t = getTranslations("past");
  const p = getTranslations("print");
  const { locale } = report;
  const shown = (one: { value: number | null; suppressed: boolean } | null) =>
    one === null ? t("unknownThen") : one.suppressed ? t("hidden") : formatValue(one.value, now.unit, locale);
  const gap = told === null || told.value === null || now.value === null ? null : now.value - told.value;
  const named = kinds.filter((kind) => facts !== null && facts[kind] !== 0);
  const words = named.map((kind) => {
    const count = facts?.[kind] ?? null;
    return count === null ? t(`few.${kind}`) : t(`facts.${kind}`, { count, shown: formatMeasure(count, locale) });
  });
  const where = sections.map(
    ({ section, title, changes }) => `${title === null ? section : `${title} (${section})`} ${t("inSection", { count: changes })}`,
  );
  const students =
    told?.n == null || now.n === undefined || told.n === now.n
      ? null
      : t("students", { before: formatCount(told.n, locale), now: formatCount(now.n, locale) });
  return html`<tr><th scope="row">${kpiName(kpi === "grade-distribution" ? "mean-grade-points" : kpi, setting)}</th>
    <td class="n" data-figure>${shown(told)}</td><td class="n strong" data-figure>${shown(now)}</td>
    <td class="n" data-figure>${gap === null ? p("none") : isEven(gap, now.unit) ? "±0" : formatGap(gap, now.unit, locale)}</td>
    ${withFacts && html`<td><span data-figure>${words.length === 0 ? t("nothing") : words.join(", ")} ${students}</span>${where.length > 0 && html`<br /><span class="soft">${where.join("; ")}</span>`}</td>`}</tr>`;
}
