import { heatOf, shadeOf } from "../charts/heat-rows";
import { mix } from "../exports/picture";
import { formatShare } from "../kpi/format";
import { weekNumber } from "../kpi/weeks";
import { html } from "./html";
import { printPalette } from "./print-palette";
import type { Drawing, Setting, TileOf } from "./setting";
import { levelWord, memberWords, noneWords } from "./words";

/** As many as a page and a half takes: beyond that it is no map any more. */
const mostRows = 40;

/** Attendance by member and week, the lowest first: a table whose cells are shaded, so that it can be read and broken over pages as one. */
export function heatTile({ answer, level }: TileOf<"heat">, setting: Setting): Drawing {
  const { report, getTranslations } = setting;
  const p = getTranslations("print");
  const kpi = getTranslations("kpi");
  const title = getTranslations("overview")("heat", { level: levelWord(level) });
  const heat = heatOf(answer);
  if (heat.rows.length === 0) return { title, state: "empty", rows: 0, body: html`<p class="soft">${noneWords(setting, true)}</p>` };
  const rows = heat.rows.slice(0, mostRows);
  const more = heat.rows.length - rows.length;
  const colour = (value: number) => mix(printPalette.heat, printPalette.surface, shadeOf(value, heat));
  const body = html`<table class="heat">
    <thead><tr><th>${memberWords(level, setting)}</th>${heat.weeks.map((week) => html`<th class="n">${p("weekShort", { week: weekNumber(week) })}</th>`)}</tr></thead>
    <tbody>${rows.map(
      ({ label, values }) =>
        html`<tr><th scope="row">${label}</th>${heat.weeks.map((week) => {
          const value = values.get(week);
          if (value === undefined) return html`<td></td>`;
          if (value === null) return html`<td class="soft">${kpi("hidden")}</td>`;
          return html`<td style="background:${colour(value)}" data-figure>${formatShare(value, report.locale)}</td>`;
        })}</tr>`,
    )}</tbody></table>${more > 0 && html`<p class="soft">${p("more", { count: more })}</p>`}`;
  return { title, state: "ready", rows: rows.length, note: p("heatNote"), body };
}
