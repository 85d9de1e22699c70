import type { Report, StudentRow } from "@/lib/reports/figures/report-shape";
import { formatCount, formatShare } from "../kpi/format";
import { type Html, html } from "./html";
import type { Drawing, Setting, TileOf } from "./setting";

type Set = Pick<Setting, "getTranslations"> & { report: Pick<Report, "locale"> };

/** The section's students, nearest to the absence limit first. Red is the limit alone, as on the screens: of a class half may be often absent. */
export function studentsTile({ open, students, named }: TileOf<"students">, setting: Set): Drawing {
  const { getTranslations } = setting;
  const t = getTranslations("section");
  const p = getTranslations("print");
  const status = getTranslations("status");
  const title = p("studentList");
  if (!open) return { title, state: "hidden", rows: 0, body: html`<p class="soft">${t("forbidden")}. ${t("forbiddenHelp")}</p>` };
  if (students.length === 0) return { title, state: "empty", rows: 0, body: html`<p class="soft">${t("none")}. ${t("noneHelp")}</p>` };
  // Said once, where it is so of all.
  const provisional = students.every(({ letter, state }) => letter === null || state === "provisional");
  const body = html`<table class="students">
    <thead><tr><th>${t("name")}</th><th>${t("status")}</th><th class="n">${p("attended")}</th><th class="n">${status("present")}</th><th class="n">${status("late")}</th><th class="n">${status("absent")}</th><th class="n">${status("excused")}</th><th class="n">${p("absencesLeft")}</th><th class="n">${t(provisional ? "letterProvisional" : "letter")}</th></tr></thead>
    <tbody>${students.map((row) => line(row, provisional, setting))}</tbody></table>`;
  return { title, state: "ready", rows: students.length, note: `${p("nearNote")} ${named ? p("namedNote") : p("unnamedNote")}`, body };
}

function line(row: StudentRow, allProvisional: boolean, { report, getTranslations }: Set): Html {
  const t = getTranslations("status");
  const p = getTranslations("print");
  const { name, status, present, late, absent, excused, absencesLeft, chronic, letter, state } = row;
  const expected = present + late + absent;
  const near = status !== "withdrawn" && absencesLeft !== null && absencesLeft <= 1;
  const left =
    absencesLeft === null ? "–" : absencesLeft < 0 ? p("overLimit", { count: -absencesLeft }) : formatCount(absencesLeft, report.locale);
  return html`<tr class="${near && "near"}"><th scope="row">${name}${chronic && status !== "withdrawn" && html` <span class="soft">${getTranslations("absence")("chronic")}</span>`}</th><td>${status === null ? "–" : t(status)}</td>
    <td class="n" data-figure>${expected === 0 ? "–" : formatShare((present + late) / expected, report.locale)}</td>
    <td class="n" data-figure>${present}</td><td class="n" data-figure>${late}</td><td class="n" data-figure>${absent}</td><td class="n" data-figure>${excused}</td>
    <td class="n${near && " strong"}" data-figure>${left}</td><td class="n">${letter ?? "–"}${letter !== null && state === "provisional" && !allProvisional && html` <span class="soft">${t("provisional")}</span>`}</td></tr>`;
}
