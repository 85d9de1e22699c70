import type { KpiAnswer, KpiGroup } from "@/lib/kpis/answer";
import type { Figure } from "@/lib/reports/figures/report-shape";
import { formatCount, formatValue } from "../kpi/format";
import { type Html, html } from "./html";
import type { Drawing, Setting, TileOf } from "./setting";
import { kpiName, levelWord, memberWords, noneWords, unappliedWords } from "./words";

/** Some thirty pages. A longer list is for the screens, and it is said how much is left out. */
const mostRows = 1_200;

/** Each department, course, section or program with its figures, by name, under the whole. */
export function membersTile({ columns, level }: TileOf<"members">, setting: Setting): Drawing {
  const { report, getTranslations } = setting;
  const p = getTranslations("print");
  const kpi = getTranslations("kpi");
  const member = memberWords(level, setting);
  const title = p("members", { level: levelWord(level) });
  const members = membersOf(columns, setting);
  const shows = ({ suppressed }: { suppressed: boolean }) => !suppressed;
  // A column of nothing but hidden ones says no more than a sentence does.
  if (columns.every(({ answer }) => !(answer.groups ?? []).some(shows) && (answer.suppressed || (answer.groups ?? []).length > 0)))
    return {
      title,
      state: "hidden",
      rows: 0,
      body: html`<p class="soft">${kpi("suppressed", { threshold: report.policy.suppression.threshold })}. ${kpi("suppressedHelp")}</p>`,
    };
  if (members.length === 0) return { title, state: "empty", rows: 0, body: html`<p class="soft">${noneWords(setting)}</p>` };
  const shown = members.slice(0, mostRows);
  const more = members.length - shown.length;
  const notes = columns.flatMap(({ answer, unapplied, query }) => {
    const words = unappliedWords(unapplied, setting, query.to);
    return words === null ? [] : [`${kpiName(answer.kpi, setting)}: ${words}`];
  });
  const body = html`<table class="members">
    <thead><tr><th>${member}</th><th class="n">${p("students")}</th>${columns.map(({ answer, query }) => html`<th class="n">${kpiName(answer.kpi, setting)}${query.state === "provisional" && ` (${getTranslations("grades")("provisional")})`}</th>`)}</tr></thead>
    <tbody><tr class="whole"><th scope="row">${p("whole")}</th><td class="n" data-figure>${studentsOf(
      columns.map(({ answer }) => answer),
      setting,
    )}</td>${columns.map(({ answer }) => html`<td class="n" data-figure>${shownValue(answer, answer, setting)}</td>`)}</tr>${shown.map(
      ({ label, cells }) =>
        html`<tr><th scope="row">${label}</th><td class="n soft" data-figure>${studentsOf(cells, setting)}</td>${columns.map(
          ({ answer }, index) => html`<td class="n" data-figure>${shownValue(cells[index], answer, setting)}</td>`,
        )}</tr>`,
    )}</tbody></table>${more > 0 && html`<p class="soft">${p("more", { count: more })}</p>`}`;
  return { title, state: "ready", rows: shown.length, note: notes.length === 0 ? null : notes.join(" · "), body };
}

type Cell = KpiGroup | KpiAnswer | undefined;

/** Whoever any of the figures has, by name. */
function membersOf(columns: readonly Figure[], { report, getTranslations }: Setting): { label: string; cells: Cell[] }[] {
  const none = getTranslations("kpi")("noneKey");
  const byKey = columns.map(({ answer }) => new Map((answer.groups ?? []).map((group) => [group.key ?? "", group])));
  const keys = new Set(byKey.flatMap((groups) => [...groups.keys()]));
  const collator = new Intl.Collator(report.locale, { numeric: true });
  return [...keys]
    .map((key) => {
      const cells = byKey.map((groups) => groups.get(key));
      const named = cells.find((cell) => cell?.label != null);
      return { key, label: named?.label ?? (key === "" ? none : key), cells };
    })
    .sort((a, b) => Number(a.key === "") - Number(b.key === "") || collator.compare(a.label, b.label) || (a.key < b.key ? -1 : 1));
}

function shownValue(cell: Cell, { unit }: KpiAnswer, { report, getTranslations }: Setting): Html | string {
  const t = getTranslations("kpi");
  if (cell === undefined) return "–";
  return cell.suppressed ? html`<span class="soft">${t("hidden")}</span>` : formatValue(cell.value, unit, report.locale);
}

/** Distinct students of the first figure that counts some. */
function studentsOf(cells: readonly Cell[], { report, getTranslations }: Setting): string {
  const t = getTranslations("kpi");
  const found = cells.find((cell) => cell?.n !== undefined);
  if (found?.n === undefined) return "–";
  const count = formatCount(found.n, report.locale);
  return found.nExact === false ? t("atLeast", { n: count }) : count;
}
