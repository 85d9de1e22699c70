import type { KpiAnswer } from "@/lib/kpis/answer";
import { definitionWords } from "@/lib/kpis/definition-words";
import type { KpiId } from "@/lib/kpis/question";
import type { ReportTile } from "@/lib/reports/figures/report-shape";
import { definitionText } from "../kpi/definition-text";
import { formatDay, formatInstant } from "../kpi/format";
import { html } from "./html";
import type { Drawing, Setting } from "./setting";

/** What the figures mean, what is hidden and why, under which policy they stand, and how fresh each source is. */
export function notesTile(setting: Setting): Drawing {
  const { report, getTranslations } = setting;
  const t = getTranslations("print");
  const kpi = getTranslations("kpi");
  const why = getTranslations("why");
  const breakdown = getTranslations("breakdown");
  const data = getTranslations("data");
  const { locale, timeZone } = report;
  const { threshold } = report.policy.suppression;
  const kpis = [...new Set(report.tiles.flatMap(kpisOf))];
  const rules = report.tiles.flatMap(answersOf).find(({ rules }) => (rules?.length ?? 0) > 1)?.rules ?? [];
  const ranked = report.tiles.some(({ tile }) => tile.shows === "ranking");
  const stale = report.sources.filter(({ state }) => state !== "fresh");
  const body = html`<div class="notes">
    <div><h3>${t("definitions")}</h3><dl>${kpis.map(
      (id) => html`<div><dt>${definitionText(id, locale)}</dt> <dd>${definitionWords[id].text[locale]}</dd></div>`,
    )}</dl></div>
    <div><h3>${t("howShown")}</h3><ul>
      <li>${t("snapshot", { position: report.position })}</li>
      <li>${report.studentLevel ? t("exact") : why("released", { threshold })}</li>
      ${!report.studentLevel && html`<li>${kpi("hiddenNote", { threshold })}</li>`}
      ${
        rules.length > 0 &&
        html`<li>${why("rules")}: ${rules
          .map(({ policyVersion: version, from }) =>
            from === null ? why("ruleFirst", { version }) : why("ruleSince", { version, day: formatDay(from, locale, true) }),
          )
          .join(", ")}</li>`
      }
      ${ranked && html`<li>${breakdown("howText")} ${breakdown("howSource")}</li>`}
    </ul><h3>${why("sources")}</h3>
    ${stale.length > 0 && html`<p class="warn">${t("stale", { count: stale.length })}</p>`}
    <table><thead><tr><th>${t("source")}</th><th>${t("lastEvent")}</th><th>${t("state")}</th></tr></thead>
    <tbody>${report.sources.map(
      ({ source, eventTime, state }) =>
        html`<tr data-source="${source}" data-fresh="${state}"><th scope="row">${source}</th><td>${formatInstant(eventTime, locale, timeZone)}</td><td>${
          state === "fresh" ? data(`state.${state}`) : html`<span class="warn">${data(`state.${state}`)}</span>`
        }</td></tr>`,
    )}</tbody></table></div></div>`;
  return { title: t("notes"), state: "ready", rows: kpis.length, body };
}

/** The rules of the attendance rate are those of its headline. */
const answersOf = (tile: ReportTile): readonly KpiAnswer[] => ("figures" in tile ? tile.figures.map(({ answer }) => answer) : []);

/** In the order of their first appearance. */
function kpisOf(one: ReportTile): readonly KpiId[] {
  switch (one.tile.shows) {
    case "figures":
    case "members":
      return one.tile.kpis;
    case "trend":
    case "ranking":
      return [one.tile.kpi];
    case "heat":
    case "movers":
      return ["attendance-rate"];
    case "letters":
      return ["grade-distribution"];
    case "since":
    case "students":
    case "notes":
      return [];
  }
}
