import type { Report, ReportTile } from "@/lib/reports/figures/report-shape";
import { tileName } from "@/lib/reports/kinds/tiles-of";
import type { Printed } from "@/lib/reports/print-order";
import { formatInstant } from "../kpi/format";
import { figuresTile } from "./figures-tile";
import { heatTile } from "./heat-tile";
import { cssString, Html, html } from "./html";
import { lettersTile } from "./letters-tile";
import { membersTile } from "./members-tile";
import { moversTile } from "./movers-tile";
import { notesTile } from "./notes-tile";
import { rankingTile } from "./ranking-tile";
import { type Drawing, type Setting, settingOf } from "./setting";
import { sinceTile } from "./since-tile";
import { studentsTile } from "./students-tile";
import { styles } from "./styles";
import { trendTile } from "./trend-tile";
import { comparisonWords, filterWords, kindName, periodWords, reportTitle, scopeWords, subjectName } from "./words";

/** What a page says of its figures, beside what is read on it. */
const printedOf = (first: Report, parts: readonly Report[], title: string): Printed => ({
  position: first.position,
  processedThrough: first.processedThrough,
  policyVersion: first.policyVersion,
  title,
  headline: { term: first.headline.term, figures: parts.flatMap(({ headline }) => headline.figures) },
});

/**
 * A report as one document, a part after the other: no script but the one that says when its fonts are there, nothing that is
 * loaded but these. Each tile says what it is, whether it has its figures, and of which position they are (REPORT-1).
 */
export function reportDocument(parts: readonly Report[], nonce: string): string {
  const settings = parts.map(settingOf);
  const [setting] = settings;
  if (setting === undefined) throw new Error("A report has at least one part.");
  const { report, getTranslations } = setting;
  const t = getTranslations("print");
  const title = reportTitle(setting, settings.map(subjectName));
  const through = dataTime(setting);
  const margins = {
    head: title,
    aside: through,
    foot: [scopeWords(setting), periodWords(setting), filterWords(setting)].join(" · "),
    page: (page: string, pages: string) => counted(t("page", { page: "\ue000", pages: "\ue001" }), page, pages),
  };
  const page = html`<!doctype html>
<html lang="${report.locale}" data-state="drawn" data-position="${report.position}">
<head><meta charset="utf-8" /><title>${title}</title><style>${new Html(styles(report.content.paper, margins))}</style></head>
<body><main>${settings.map((one, part) => partHtml(one, { part, parts: parts.length, through }))}</main>
<script type="application/json" id="printed">${new Html(JSON.stringify(printedOf(report, parts, title)).replaceAll("<", "\\u003c"))}</script>
<script nonce="${nonce}">${new Html(signal)}</script></body></html>`;
  return page.text;
}

/** Whatever is drawn waits for its fonts: until then widths are those of others, and the page is not to be judged or printed. */
const signal = `Promise.all([...document.fonts].map((face) => face.load())).then(
  () => document.fonts.ready.then(() => { document.documentElement.dataset.state = "ready"; }),
  () => { document.documentElement.dataset.state = "failed"; });`;

/** "Page x of y" as the parts of CSS's \`content\`, in the language's own order. */
function counted(text: string, page: string, pages: string): string[] {
  return text
    .split(/([\ue000\ue001])/)
    .flatMap((part) => (part === "" ? [] : part === "\ue000" ? [page] : part === "\ue001" ? [pages] : [cssString(part)]));
}

function dataTime({ report, getTranslations }: Setting): string {
  const t = getTranslations("print");
  const { processedThrough, locale, timeZone } = report;
  return processedThrough === null
    ? t("noData")
    : t("through", { time: formatInstant(processedThrough, locale, timeZone), zone: timeZone });
}

type Place = { part: number; parts: number; through: string };

function partHtml(setting: Setting, { part, parts, through }: Place): Html {
  const rows = arranged(
    setting.report.tiles.map((tile) => ({ tile, name: tileName(tile.tile.id, part, parts), drawing: draw(tile, setting) })),
  );
  return html`<article${part > 0 && html` class="next-part"`}>${cover(setting, through)}${rows.map((row) => rowHtml(row, setting.report))}</article>`;
}

/** What it is of, for whom, when: all that decides its figures. The recipient's name is put above it when it is sent. */
function cover(setting: Setting, through: string): Html {
  const { report, getTranslations } = setting;
  const t = getTranslations("print");
  const compared = comparisonWords(setting);
  const above = (report.place?.above ?? []).map(({ name }) => name).join(" › ");
  const facts: readonly (readonly [string, string | null])[] = [
    [t("scope"), scopeWords(setting)],
    [t("period"), periodWords(setting)],
    [t("filters"), filterWords(setting)],
    [t("dataTime"), through],
    [t("comparedWith"), compared ?? t("nothingCompared")],
    [t("policy"), t("policyVersion", { version: report.policyVersion })],
  ];
  return html`<header><p class="kind">${kindName(setting)}${report.term !== null && html` · ${report.term.name}`}</p><h1>${subjectName(setting)}</h1>${
    above !== "" && html`<p class="above">${above}</p>`
  }<dl>${facts.map(([name, text]) => html`<div><dt>${name}</dt><dd>${text}</dd></div>`)}</dl></header>`;
}

function draw(one: ReportTile, setting: Setting): Drawing {
  switch (one.tile.shows) {
    case "figures":
      return figuresTile(of("figures", one), setting);
    case "since":
      return sinceTile(of("since", one), setting);
    case "movers":
      return moversTile(of("movers", one), setting);
    case "trend":
      return trendTile(of("trend", one), setting);
    case "letters":
      return lettersTile(of("letters", one), setting);
    case "heat":
      return heatTile(of("heat", one), setting);
    case "ranking":
      return rankingTile(of("ranking", one), setting);
    case "members":
      return membersTile(of("members", one), setting);
    case "students":
      return studentsTile(of("students", one), setting);
    case "notes":
      return notesTile(setting);
  }
}

type Shows = ReportTile["tile"]["shows"];
const isOf = <S extends Shows>(shows: S, one: ReportTile): one is Extract<ReportTile, { tile: { shows: S } }> => one.tile.shows === shows;

function of<S extends Shows>(shows: S, one: ReportTile): Extract<ReportTile, { tile: { shows: S } }> {
  if (!isOf(shows, one)) throw new Error(`${one.tile.id} does not show ${shows}.`);
  return one;
}

type Drawn = { tile: ReportTile; name: string; drawing: Drawing };
/** Half a page is wide enough for these; two that follow each other stand side by side. */
const halves: ReadonlySet<Shows> = new Set<Shows>(["trend", "letters", "ranking"]);
/** Long tables and notes break over pages; all else stays in one piece. */
const breaking: ReadonlySet<Shows> = new Set<Shows>(["members", "students", "heat", "notes"]);
const mostUnbroken = 14;

function arranged(drawn: readonly Drawn[]): Drawn[][] {
  const rows: Drawn[][] = [];
  for (const one of drawn) {
    const [first, ...more] = rows.at(-1) ?? [];
    const fits = first !== undefined && more.length === 0 && halves.has(first.tile.tile.shows) && halves.has(one.tile.tile.shows);
    if (fits) rows.at(-1)?.push(one);
    else rows.push([one]);
  }
  return rows;
}

function rowHtml(row: readonly Drawn[], report: Report): Html {
  const tiles = row.map((one) => tileHtml(one, report));
  return row.length > 1 ? html`<div class="pair">${tiles}</div>` : html`${tiles}`;
}

function tileHtml({ tile: { tile }, name, drawing: { title, state, rows, note, body } }: Drawn, { position }: Report): Html {
  return html`<section class="tile ${tile.shows}-tile${(!breaking.has(tile.shows) || (tile.shows !== "notes" && rows <= mostUnbroken)) && " whole-page"}" data-tile="${name}" data-state="${state}" data-rows="${rows}" data-position="${position}">
<h2>${title}</h2>${note != null && note !== "" && html`<p class="note">${note}</p>`}${body}</section>`;
}
