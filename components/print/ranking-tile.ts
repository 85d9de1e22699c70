import type { KpiAnswer, KpiGroup } from "@/lib/kpis/answer";
import { observedOf, ruleOf } from "@/lib/kpis/observed";
import type { KpiId } from "@/lib/kpis/question";
import { definitionFor } from "../kpi/definition-text";
import { formatCount, formatGap, formatValue, isEven } from "../kpi/format";
import { orderGroups, type Ranked, rankGroups, type Standing } from "../kpi/order-groups";
import { type Html, html } from "./html";
import type { Drawing, Setting, TileOf } from "./setting";
import { kpiName, levelWord, memberWords, noneWords, unappliedWords } from "./words";

/** The first on the screens too. */
const mostRows = 10;
/** What half a bar's room stands for at the least: small differences are to look small. */
const leastRoom = { ratio: 0.02, points: 0.2 } as const;

/** Who is furthest off their own normal, by what the data behind it bear out, the worst first (components/kpi/breakdown.tsx). */
export function rankingTile({ tile, figure, before, level }: TileOf<"ranking">, setting: Setting): Drawing {
  const { report, getTranslations } = setting;
  const { answer, query, unapplied } = figure;
  const t = getTranslations("breakdown");
  const kpi = getTranslations("kpi");
  const p = getTranslations("print");
  const title = getTranslations("overview")("attention", { level: levelWord(level) });
  const groups = answer.groups ?? [];
  const { threshold } = report.policy.suppression;
  if (answer.suppressed && groups.every((group) => group.suppressed))
    return {
      title,
      state: "hidden",
      rows: 0,
      body: html`<p class="soft">${kpi("suppressed", { threshold })}. ${kpi("suppressedHelp")}</p>`,
    };
  if (groups.length === 0) return { title, state: "empty", rows: 0, body: html`<p class="soft">${noneWords(setting)}</p>` };
  const ranks = rulesOf(tile.kpi, answer, before?.answer, threshold);
  const rows = orderGroups(rankGroups(groups, ranks), ranks, { by: "need", reverse: false }, new Intl.Collator(report.locale));
  const byChance = rows.some(({ deviation }) => deviation !== null);
  const furthest = Math.max(
    leastRoom[answer.unit],
    ...rows.flatMap(({ gap, deviation }) => [Math.abs(gap ?? 0), ...(deviation === null ? [] : [-deviation.low, deviation.high])]),
  );
  const against =
    before === null
      ? t("againstWhole", { value: formatValue(answer.value, answer.unit, report.locale) })
      : t("againstPast", { label: before.label });
  const order = t(byChance ? "order" : "orderPoints", { kpi: kpiName(tile.kpi, setting), against, threshold });
  const nobody = byChance && rows.every(({ deviation }) => deviation === null || deviation.sure === 0) ? ` ${t("nobody")}` : "";
  const shown = rows.slice(0, mostRows);
  const more = rows.length - shown.length;
  const body = html`<p class="soft">${order}${nobody}</p><table class="ranking">
    <thead><tr><th>${memberWords(level, setting)}</th><th class="mid">${p("bar")}</th><th class="n">${t("value")}</th><th class="n">${before === null ? t("gap") : t("change")}</th><th class="n">${t("students")}</th></tr></thead>
    <tbody>${shown.map((row) => line(row, { answer, furthest, worse: isWorse(row, ranks.direction, answer, threshold) }, setting))}</tbody></table>
    ${more > 0 && html`<p class="soft">${p("more", { count: more })}</p>`}`;
  return { title, state: "ready", rows: shown.length, note: unappliedWords(unapplied, setting, query.to), body };
}

function rulesOf(kpi: KpiId, answer: KpiAnswer, before: KpiAnswer | undefined, threshold: number) {
  const standing = (cell: KpiGroup | KpiAnswer) => observedOf(kpi, cell, ruleOf(answer));
  const past = before?.groups?.map((group): [string, Standing] => [
    group.key ?? "",
    { value: group.value, observed: observedOf(kpi, group, ruleOf(before)) },
  ]);
  return {
    direction: definitionFor(kpi)?.direction ?? "up",
    least: threshold,
    whole: { value: answer.value, observed: standing(answer) },
    observedOf: standing,
    before: past === undefined ? undefined : new Map(past),
  };
}

/** Off on the worse side: for sure, or where chance cannot be told by more than a few students' difference. */
function isWorse({ group, gap, deviation }: Ranked, direction: "up" | "down", { unit }: KpiAnswer, threshold: number): boolean {
  const worse = (one: number) => (direction === "up" ? one < 0 : one > 0);
  if (deviation !== null) return deviation.sure !== 0 && worse(deviation.sure);
  return gap !== null && worse(gap) && !isEven(gap, unit) && (group.n ?? 0) >= threshold;
}

type Line = { answer: KpiAnswer; furthest: number; worse: boolean };

function line({ group, gap, deviation }: Ranked, { answer, furthest, worse }: Line, { report, getTranslations }: Setting): Html {
  const t = getTranslations("kpi");
  const { locale } = report;
  const count = group.n === undefined ? "" : formatCount(group.n, locale);
  return html`<tr><th scope="row">${group.label ?? group.key ?? t("noneKey")}</th>
    <td class="mid"><span class="bar"><i class="middle"></i>${gap !== null && html`<i class="${worse ? "worse" : "off"}" style="${spanOf(0, gap, furthest)}"></i>`}${
      deviation !== null && html`<i class="reach" style="${spanOf(deviation.low, deviation.high, furthest)}"></i>`
    }</span></td>
    <td class="n" data-figure>${group.suppressed ? html`<span class="soft">${t("hidden")}</span>` : formatValue(group.value, answer.unit, locale)}</td>
    <td class="n${worse && " strong"}" data-figure>${gap === null ? "–" : formatGap(gap, answer.unit, locale)}</td>
    <td class="n soft" data-figure>${group.nExact === false ? t("atLeast", { n: count }) : count}</td></tr>`;
}

/** From one difference to another, in a box whose middle is none and whose half is the furthest. */
function spanOf(from: number, to: number, furthest: number): string {
  const place = (value: number) => 50 + (value / furthest) * 50;
  const [low, high] = [Math.min(from, to), Math.max(from, to)];
  return `left:${place(low).toFixed(2)}%;width:${(place(high) - place(low)).toFixed(2)}%`;
}
