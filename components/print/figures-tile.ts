import type { KpiAnswer } from "@/lib/kpis/answer";
import { gapTo } from "@/lib/kpis/gap-to";
import type { Figure } from "@/lib/reports/figures/report-shape";
import { lettersOf, medianLetter } from "../charts/letters";
import { definitionFor } from "../kpi/definition-text";
import { formatCount, formatDistance, formatValue, isEven } from "../kpi/format";
import { isOver } from "../kpi/is-over";
import { type Html, html } from "./html";
import type { Drawing, Setting, TileOf } from "./setting";
import { kpiName, unappliedWords } from "./words";

/** The key figures: each with its value, what it is compared with, how many students stand behind it, and coverage. */
export function figuresTile({ figures, coverage }: TileOf<"figures">, setting: Setting): Drawing {
  const { getTranslations } = setting;
  const t = getTranslations("print");
  return {
    title: t("figures"),
    state: "ready",
    rows: figures.length,
    body: html`<div class="cards">${figures.map((figure) => card(figure, coverage, setting))}</div>`,
  };
}

function card(figure: Figure, coverage: Figure, setting: Setting): Html {
  const { answer, query, unapplied } = figure;
  const { report, getTranslations } = setting;
  const grades = getTranslations("grades");
  const { value, caption } = shown(figure, setting);
  // The mean of a distribution that is hidden may be told where it counts enough: what is hidden is the distribution.
  const name = kpiName(answer.kpi === "grade-distribution" && !answer.suppressed ? "mean-grade-points" : answer.kpi, setting);
  const beside = answer.kpi === "attendance-rate" ? coverageWords(coverage.answer, setting) : null;
  const note = unappliedWords(unapplied, setting, query.to);
  return html`<article class="card" data-kpi="${answer.kpi}">
    <h3>${name}${query.state === "provisional" && html` <span class="badge">${grades("provisional")}</span>`}</h3>
    <p class="value${value.length > 12 && " words"}" data-figure>${value}${caption !== null && html` <small>${caption}</small>`}</p>
    ${query.state !== "provisional" && comparison(answer, setting)}
    <p class="soft" data-figure>${[studentWords(answer, setting), beside, note].filter((one) => one !== null).join(" · ")}</p>
  </article>`;

  function shown({ answer, query }: Figure, { getTranslations }: Setting): { value: string; caption: string | null } {
    const t = getTranslations("kpi");
    if (answer.suppressed) return { value: t("suppressed", { threshold: report.policy.suppression.threshold }), caption: null };
    if (answer.kpi === "grade-distribution") {
      const [only, ...more] = lettersOf(answer);
      if (only === undefined) return { value: grades("none"), caption: null };
      const median = more.length > 0 ? null : medianLetter(only.letters);
      if (answer.value === null)
        return median === null ? { value: grades("mixedScales"), caption: null } : { value: median, caption: grades("median") };
      return {
        value: formatValue(answer.value, "points", report.locale),
        caption: median === null ? null : grades("medianIs", { letter: median }),
      };
    }
    const none = isOver(query, report.term, report.today) ? t("noneThen") : t("none");
    return { value: answer.value === null ? none : formatValue(answer.value, answer.unit, report.locale), caption: null };
  }
}

/** The gap to what is compared with: its size, its direction and whether that is good, in words as on the screens. */
function comparison(answer: KpiAnswer, { report, getTranslations }: Setting): Html | null {
  const { kpi, comparison, value, unit } = answer;
  const t = getTranslations("gap");
  if (comparison === undefined || value === null) return null;
  if (comparison.label === "") return html`<p class="soft">${t(report.content.compare === "target" ? "noTarget" : "nothing")}</p>`;
  const label = comparison.term === undefined ? t("target") : comparison.label;
  const gap = gapTo(answer);
  if (comparison.value === null || gap === null) return html`<p class="soft">${t("noValue", { label })}</p>`;
  const weeks = comparison.own === undefined ? "" : ` ${t("wholeWeeks")}`;
  const before = formatValue(comparison.value, unit, report.locale);
  if (isEven(gap, unit)) return html`<p class="soft">${t("same", { label, before })}${weeks}</p>`;
  const up = gap > 0;
  const better = up === (definitionFor(kpi)?.direction === "up");
  const text = t("gap", {
    gap: formatDistance(gap, unit, report.locale),
    direction: up ? "up" : "down",
    sense: better ? "better" : "worse",
  });
  const other = comparison.policyVersion === undefined ? "" : ` ${t("otherPolicy", { version: comparison.policyVersion })}`;
  return html`<p class="gap"><b class="${better ? "good" : "bad"}" data-figure>${up ? "▲" : "▼"} ${text}</b> <span class="soft">${t("than", { label, before })}${weeks}${other}</span></p>`;
}

function studentWords({ n, nExact, suppressed }: KpiAnswer, { report, getTranslations }: Setting): string | null {
  const t = getTranslations("kpi");
  if (n === undefined || suppressed) return null;
  const said = { count: n, n: formatCount(n, report.locale) };
  return nExact === false ? t("nAtLeast", said) : t("n", said);
}

function coverageWords({ value }: KpiAnswer, { report, getTranslations }: Setting): string | null {
  const t = getTranslations("kpi");
  if (value === null) return null;
  const share = formatValue(value, "ratio", report.locale);
  return t(report.content.program === null ? "coverage" : "coverageOfAll", { share });
}
