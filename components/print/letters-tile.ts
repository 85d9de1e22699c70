import { inOrder, type Letters, lettersOf, totalOf } from "../charts/letters";
import { barsPicture } from "../exports/bars-picture";
import { formatCount, formatDay, formatValue } from "../kpi/format";
import { type Html, html } from "./html";
import { pictureHtml } from "./picture-html";
import { printPalette } from "./print-palette";
import type { Drawing, Setting, TileOf } from "./setting";
import { kpiName } from "./words";

const room = { name: 100, bar: 190, gap: 8, figure: 64, letters: 14 };

/** Grades as they stand, a distribution for each scale; the mark on a bar is the share of what they stand beside. */
export function lettersTile({ figure, before }: TileOf<"letters">, setting: Setting): Drawing {
  const { report, getTranslations } = setting;
  const { answer, query } = figure;
  const t = getTranslations("grades");
  const kpi = getTranslations("kpi");
  const p = getTranslations("print");
  const name = kpiName("grade-distribution", setting);
  const title = query.state === "provisional" ? `${name} (${t("provisional")})` : name;
  const { threshold } = report.policy.suppression;
  if (answer.suppressed)
    return {
      title,
      state: "hidden",
      rows: 0,
      body: html`<p class="soft">${kpi("suppressed", { threshold })}. ${kpi("suppressedHelp")}</p>`,
    };
  const scales = lettersOf(answer);
  if (scales.length === 0) {
    const when = report.term === null ? t("noneHelp") : t("noneUntil", { day: formatDay(report.term.endsOn, report.locale, true) });
    return { title, state: "empty", rows: 0, body: html`<p class="soft">${t("none")}. ${when}</p>` };
  }
  const others = before === null || before.answer.suppressed ? [] : lettersOf(before.answer);
  // Beside a scale stands the same scale, or nothing.
  const otherOf = ({ scale }: Letters) =>
    scales.length === 1 && others.length === 1 ? others[0] : others.find((one) => one.scale !== null && one.scale === scale);
  const drawn = scales.map((one) => distribution(one, otherOf(one), setting));
  const hidden = (answer.scales ?? []).filter((scale) => scale.suppressed);
  const beside =
    before !== null && scales.some((one) => otherOf(one) !== undefined)
      ? html`<p class="soft">${p("mark", { label: before.label })}</p>`
      : null;
  return {
    title,
    state: "ready",
    rows: scales.length,
    body: html`${drawn}${beside}${hidden.map(({ scale }) => html`<p class="soft">${t("scale", { scale })}: ${kpi("suppressed", { threshold })}</p>`)}`,
  };
}

function distribution({ scale, letters }: Letters, other: Letters | undefined, { report, getTranslations }: Setting): Html {
  const t = getTranslations("grades");
  const { locale } = report;
  const [total, otherTotal] = [totalOf(letters), other === undefined ? 0 : totalOf(other.letters)];
  const shareOf = (letter: string) => (letters[letter] ?? 0) / Math.max(1, total);
  const otherShare = (letter: string) => (otherTotal === 0 ? null : (other?.letters[letter] ?? 0) / otherTotal);
  const names = inOrder([...Object.keys(letters), ...Object.keys(other?.letters ?? {})]);
  const most = Math.max(...names.map((letter) => Math.max(shareOf(letter), otherShare(letter) ?? 0)), 0.01);
  const count = (letter: string) => formatCount(letters[letter] ?? 0, locale);
  const share = (letter: string) => formatValue(shareOf(letter), "ratio", locale);
  const picture = barsPicture(
    names.map((letter) => {
      const mark = otherShare(letter);
      return {
        name: letter,
        share: shareOf(letter) / most,
        strong: true,
        mark: mark === null ? null : mark / most,
        figures: [count(letter), share(letter)],
      };
    }),
    [t("grades"), t("share")],
    printPalette,
    "left",
    room,
  );
  const label = scale === null ? t("chart") : t("scale", { scale });
  const alt = `${label}: ${names.map((letter) => `${letter} ${count(letter)} (${share(letter)})`).join(", ")}`;
  return html`${scale !== null && html`<h3>${label}</h3>`}${pictureHtml(picture, alt)}`;
}
