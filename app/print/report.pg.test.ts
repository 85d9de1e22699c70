import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formatValue } from "@/components/kpi/format";
import type { UserPrincipal } from "@/lib/access/principal";
import { answerKpi, checkKpiQuery } from "@/lib/kpis/answer-request";
import type { KpiQuery } from "@/lib/kpis/request";
import { changePolicies } from "@/lib/kpis/testing/institution";
import { saySettled } from "@/lib/kpis/testing/settling";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { sampleOf } from "@/lib/platform/testing/full-run";
import { papers, reportKinds } from "@/lib/reports/content-shape";
import { readReport } from "@/lib/reports/figures/read-report";
import type { Eyes, Rendered, RenderingOrder } from "@/lib/reports/ports";
import { stampPdf } from "@/lib/reports/rendering/stamp-pdf";
import { noon, twoSides } from "@/lib/runtime/testing/access/two-sides";
import { RouteHarness, sent, zone } from "@/lib/runtime/testing/routes";
import { content, openPrintDesk, order, type PrintDesk, seesAll, seesFigures } from "./testing/print-desk";
import { readPdf, squeezed } from "./testing/read-pdf";

const everything = seesAll({ kind: "institution" });
const mine = seesAll({ kind: "org-units", orgUnits: ["u-mine"] });
const subjects = {
  institution: { of: "own" },
  department: { of: "org-unit", orgUnit: "u-mine" },
  course: { of: "course", course: "c-mine" },
  section: { of: "section", section: "s-mine" },
} as const;

/** Reports as they come out, read back. */
describe("a printed report", () => {
  const test = useTestDatabase();
  let harness: RouteHarness;
  let desk: PrintDesk;
  beforeAll(async () => {
    harness = await RouteHarness.open(test.url, noon);
    await harness.happen(...twoSides());
    desk = await openPrintDesk(harness);
  }, 120_000);
  afterAll(async () => {
    await desk?.close();
    await harness?.close();
  });

  const print = (asked: RenderingOrder): Promise<Rendered> => desk.renderer.render(asked, new AbortController().signal);
  const asUser = ({ scope, studentScope, nameScope, studentLevel }: Eyes): UserPrincipal => ({
    kind: "user",
    userId: "00000000-0000-4000-8000-0000000000f1",
    sessionId: "00000000-0000-4000-8000-0000000000f2",
    name: "Reader",
    email: "reader@example.edu",
    roles: [],
    may: new Set(),
    scope,
    studentScope,
    nameScope,
    contactScope: { kind: "none" },
    recordScope: { kind: "none" },
    studentLevel,
  });
  const fromApi = (eyes: Eyes, query: KpiQuery) => {
    const { database, now } = harness.services;
    return answerKpi({ database, timeZone: zone, now: now(), locale: "en" }, asUser(eyes), checkKpiQuery(query));
  };

  const all = reportKinds.flatMap((kind) =>
    papers.flatMap((paper) => (["en", "ko"] as const).map((locale) => [kind, paper, locale] as const)),
  );
  it.each(sampleOf(all, 5))(
    "REPORT-1: a %s report on %s in %s is whole: tagged, titled, in its language, no page of it blank",
    async (kind, paper, locale) => {
      const rendered = await print(order({ content: content({ kind, subject: subjects[kind], paper }), eyes: mine, locale }));
      const read = await readPdf(rendered.pdf);
      expect(read.pages).toHaveLength(rendered.pages);
      for (const page of read.pages) expect(squeezed(page).length).toBeGreaterThan(200);
      expect(read).toMatchObject({ tagged: true, language: locale, title: rendered.title });
      expect(read.xmp).toContain("<pdfuaid:part>1</pdfuaid:part>");
      expect(read.outline).toContain(locale === "ko" ? "핵심 지표" : "Key figures");
      expect(read.outline).toContain(locale === "ko" ? "참고" : "Notes");
      for (const tag of ["H1", "H2", "Table", "TH", "TD", "Figure"]) expect(read.tags, tag).toContain(tag);
      expect(read.alts.some((alt) => alt.includes(locale === "ko" ? "주별 출석률" : "Attendance rate by week"))).toBe(true);
      const last = locale === "ko" ? `${rendered.pages} / ${rendered.pages}쪽` : `Page ${rendered.pages} of ${rendered.pages}`;
      expect(squeezed(read.pages.at(-1) ?? "")).toContain(squeezed(last));
    },
  );

  it("REPORT-1: a report of several parts has each of them whole, of one position, from a page of its own", async () => {
    const own = { of: "own" } as const;
    const parts = content({ kind: "course", subject: own, subjects: [subjects.course, { of: "course", course: "c-else" }] });
    const rendered = await print(order({ content: parts, eyes: everything }));
    const read = await readPdf(rendered.pdf);
    expect(read.outline.filter((one) => one === "Key figures")).toHaveLength(2);
    expect(new Set(rendered.headline.figures.map(({ place }) => place))).toEqual(new Set(["c-mine", "c-else"]));
    const alone = await print(order({ content: content({ kind: "course", subject: subjects.course }), eyes: everything }));
    expect(rendered.pages).toBeGreaterThan(alone.pages);
    // What its readers may not see of one part gives them none of it.
    await expect(print(order({ content: parts, eyes: mine }))).rejects.toMatchObject({ code: "not-found" });
  });

  it("says what the API says under the same scope, and is of the same position", async () => {
    for (const eyes of [everything, mine, seesFigures({ kind: "institution" })]) {
      const asked = order({ content: content({ kind: "institution", subject: subjects.institution }), eyes });
      const rendered = await print(asked);
      const text = squeezed((await readPdf(rendered.pdf)).pages.join(""));
      const position = await harness.services.database.owner.query<{ position: string }>("SELECT position::text FROM warehouse.feed_head");
      expect(rendered.position).toBe(position.rows[0]?.position);
      for (const { kpi, value, suppressed } of rendered.headline.figures) {
        const [id, ...more] = ["attendance-rate", "grade-distribution", "dropout-rate"].filter((one) => one === kpi);
        expect(more).toEqual([]);
        const answer = await fromApi(eyes, { kpi: checkKpiQuery({ kpi: id }).kpi, term: "t1" });
        expect({ kpi, value, suppressed }).toEqual({ kpi, value: answer.value, suppressed: answer.suppressed });
        expect(answer.watermark.position).toBe(rendered.position);
        if (!answer.suppressed) expect(text).toContain(squeezed(formatValue(answer.value, answer.unit, "en")));
      }
      const byUnit = await fromApi(eyes, { kpi: "attendance-rate", term: "t1", groupBy: eyes === mine ? "course" : "org_unit" });
      for (const group of byUnit.groups ?? []) {
        expect(text).toContain(squeezed(group.label ?? ""));
        if (!group.suppressed) expect(text).toContain(squeezed(formatValue(group.value, "ratio", "en")));
      }
    }
  });

  it("CELL-1: who sees figures only is printed neither small ones nor students, and it says so", async () => {
    const eyes = seesFigures({ kind: "org-units", orgUnits: ["u-mine"] });
    const rendered = await print(order({ content: content({ kind: "department", subject: subjects.department }), eyes }));
    const text = (await readPdf(rendered.pdf)).pages.join("");
    expect(squeezed(text)).toContain("Weeklyfiguresarenotshown");
    expect(squeezed(text)).toContain("hidden");
    expect(text).not.toContain("Name of");
    const filtered = content({ kind: "department", subject: subjects.department, yearOfStudy: 1 });
    const narrowed = await print(order({ content: filtered, eyes }));
    expect(narrowed.headline.figures.map(({ suppressed }) => suppressed)).toContain(true);
    expect(squeezed((await readPdf(narrowed.pdf)).pages[0] ?? "")).toContain("fewerthan10students");
  });

  it("SCOPE-1: is about nothing that its readers may not see", async () => {
    for (const subject of [
      { of: "org-unit", orgUnit: "u-else" },
      { of: "section", section: "s-else" },
      { of: "section", section: "s-none" },
    ] as const) {
      const asked = order({ content: content({ kind: subject.of === "section" ? "section" : "department", subject }), eyes: mine });
      await expect(print(asked)).rejects.toMatchObject({ code: "not-found" });
    }
    const rendered = await print(order({ content: content({ kind: "institution", subject: subjects.institution }), eyes: mine }));
    expect((await readPdf(rendered.pdf)).pages.join("")).not.toMatch(/(Course|Department|Program) else/);
  });

  it("names students to those who may know them, records that, and calls them by nothing for others", async () => {
    const asked = order({ content: content({ kind: "section", subject: subjects.section }), eyes: mine });
    const text = (await readPdf((await print(asked)).pdf)).pages.join("");
    expect(text).toContain("Name of mine-01");
    const audit = await harness.services.database.owner.query("SELECT detail FROM app.audit WHERE subject = $1", [`rendering:${asked.id}`]);
    expect(audit.rows).toEqual([{ detail: { screen: "report", people: 12 } }]);
    const unnamed = order({ content: asked.content, eyes: { ...mine, nameScope: { kind: "none" } } });
    const masked = (await readPdf((await print(unnamed)).pdf)).pages.join("");
    expect(masked).not.toContain("Name of");
    expect(masked).toMatch(/Student [0-9a-f]{8}/);
  });

  it("prints its filters and period on each page, and its week where it is of one", async () => {
    const filtered = content({
      kind: "department",
      subject: subjects.department,
      program: "p-mine",
      yearOfStudy: 2,
      period: "last-week",
      compare: null,
    });
    const { pages } = await readPdf((await print(order({ content: filtered, eyes: mine }))).pdf);
    for (const page of pages) expect(squeezed(page)).toContain(squeezed("Program: Program mine, Year 2"));
    expect(squeezed(pages[0] ?? "")).toContain(squeezed("Week of 9–15 Mar 2026"));
  });

  it("says what changed since these readers got it last, changes to the past among it", async () => {
    const asked = order({ content: content({ kind: "institution", subject: subjects.institution }), eyes: everything });
    const first = await print(asked);
    const { services } = harness;
    const since = new Date(services.now().getTime() - 3_600_000);
    for (const table of ["feed_commit", "feed"])
      await services.database.owner.query(`UPDATE warehouse.${table} SET committed_at = '2026-03-17'`);
    await changePolicies(services.database, "UPDATE app.policy SET created_at = '2026-03-01'");
    await services.database.owner.query("UPDATE warehouse.history_begin SET began_at = '2026-03-01'");
    await harness.happen(sent("attendance.recorded", { meeting: "m-mine", student: "mine-03", status: "present" }, "2026-03-19T02:30:00Z"));
    const second = await print(order({ ...asked, since, before: first.headline }));
    const text = squeezed((await readPdf(second.pdf)).pages.join(""));
    const [before, now] = [first, second].map(({ headline }) => headline.figures[0]?.value ?? null);
    expect(before).not.toBe(now);
    expect(text).toContain(squeezed("Since your last report, 19 Mar 2026, 11:00"));
    expect(text).toContain(
      squeezed(`Attendance rate${formatValue(before ?? null, "ratio", "en")}${formatValue(now ?? null, "ratio", "en")}`),
    );
    expect(text).toMatch(/1corrected|1latefact/);
  });

  it("holds nothing beside the figures of now but what was known of the same term and days, whatever was told then", async () => {
    const since = new Date(harness.services.now().getTime() - 3_600_000);
    const own = content({ kind: "institution", subject: subjects.institution });
    const rate = async (eyes: Eyes, about: typeof own, term: string) => {
      const told = { kpi: "attendance-rate", place: null, value: 0.123, unit: "ratio", n: 9, suppressed: false };
      const before = { term, figures: [told] };
      const [report] = await readReport(harness.services, order({ content: about, eyes, since, before }));
      const tile = report?.tiles.find((one) => one.tile.shows === "since");
      if (tile === undefined || !("changed" in tile)) throw new Error("It does not say what changed.");
      return tile.changed.find(({ kpi }) => kpi === "attendance-rate");
    };
    expect((await rate(everything, own, "t1"))?.told?.value).toBe(0.123);
    const released = seesFigures({ kind: "institution" });
    expect((await rate(released, own, "t1"))?.told?.value).toBe(0.123);
    for (const [about, term] of [
      [own, "t0"],
      [{ ...own, period: "last-week" }, "t1"],
    ] as const) {
      const changed = await rate(everything, about, term);
      // A correction lies between: near it, and not the same.
      expect(changed?.told?.value).toBeCloseTo(changed?.now.value ?? Number.NaN, 1);
      expect(changed?.told?.value).not.toBe(changed?.now.value);
      expect((await rate(released, about, term))?.told).toBeNull();
    }
  });

  it("REPORT-1: none is made of figures that settle", async () => {
    const asked = order({ content: content({ kind: "institution", subject: subjects.institution }), eyes: everything });
    await saySettled(harness.services.database, false);
    await expect(readReport(harness.services, asked)).rejects.toMatchObject({ code: "unavailable" });
    await saySettled(harness.services.database, true);
    expect(await readReport(harness.services, asked)).toHaveLength(1);
  });

  it("counts the students of a week for readers of exact figures, where others are told of a bound", async () => {
    const weekly = content({ kind: "institution", subject: subjects.institution, period: "last-week" });
    const read = async (eyes: Eyes) => {
      const [report] = await readReport(harness.services, order({ content: weekly, eyes }));
      const answers = (report?.tiles ?? []).flatMap((tile) =>
        "figures" in tile ? tile.figures : "columns" in tile ? tile.columns : "level" in tile && "figure" in tile ? [tile.figure] : [],
      );
      const cells = answers.flatMap(({ answer }) => [answer, ...(answer.groups ?? [])]).filter(({ n }) => n !== undefined);
      return { cells, headline: report?.headline.figures.find(({ kpi }) => kpi === "attendance-rate") };
    };
    const exact = await read(everything);
    expect(exact.cells.length).toBeGreaterThan(3);
    expect(exact.cells.filter(({ nExact }) => nExact === false)).toEqual([]);
    const marked = await harness.services.database.owner.query<{ n: number }>(
      `SELECT count(DISTINCT student)::int AS n FROM warehouse.fact_attendance
       WHERE counted AND status <> 'excused' AND held_on BETWEEN '2026-03-09' AND '2026-03-15'`,
    );
    expect(exact.headline).toMatchObject({ n: marked.rows[0]?.n });
    expect(exact.headline).not.toHaveProperty("nExact");
    const released = await read(seesFigures({ kind: "institution" }));
    expect(released.headline).toMatchObject({ nExact: false });
  });

  it("REPORT-1: all of it is of one snapshot, whatever is committed while it is read", async () => {
    const asked = order({ content: content({ kind: "institution", subject: subjects.institution }), eyes: everything });
    const [report] = await Promise.all([
      readReport(harness.services, asked),
      harness.happen(sent("attendance.recorded", { meeting: "m-else", student: "else-02", status: "absent" }, "2026-03-19T02:40:00Z")),
    ]);
    const positions = JSON.stringify(report).match(/"position":"\d+"/g) ?? [];
    expect(positions.length).toBeGreaterThan(10);
    expect(new Set(positions).size).toBe(1);
  });

  it("bears the recipient's name once it is stamped, Hangul too, and is the same report", async () => {
    const asked = order({ content: content({ kind: "course", subject: subjects.course }), eyes: mine, locale: "ko" });
    const { pdf } = await print(asked);
    for (const name of ["김하늘 학장", "Ünal Ødegård-Łęcki", "x".repeat(200)]) {
      const stamped = await readPdf(await stampPdf(pdf, { name, locale: "ko", paper: "a4" }));
      expect(squeezed(stamped.pages[0] ?? "")).toContain(squeezed(`받는 사람: ${name.slice(0, 79)}`));
      const plain = await readPdf(pdf);
      expect({ ...stamped, pages: stamped.pages.slice(1) }).toEqual({ ...plain, pages: plain.pages.slice(1) });
    }
  });
});
