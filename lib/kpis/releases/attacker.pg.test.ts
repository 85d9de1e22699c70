import { beforeAll, describe, expect, it } from "vitest";
import { withTransaction } from "@/lib/platform/database";
import { isBellwetherError } from "@/lib/platform/errors";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { propertyRuns } from "@/lib/platform/testing/property-runs";
import { chance } from "@/lib/simulator/random";
import type { KpiAnswer } from "../answer";
import { parseKpiRequest } from "../answer-request";
import type { KpiRequest } from "../request";
import { Institution } from "../testing/institution";
import { dropSuperseded } from "./drop-superseded";
import { questionOf } from "./ledger-store";
import { figureName } from "./named-counts";
import { releasedTogether } from "./shared-blocks";
import { toSteps } from "./steps";
import { AttackedCampus, type Enrolment, type Grade, letters, pointsOf, term, weeks } from "./testing/attacked-campus";
import {
  type Cell,
  type CellPlace,
  countsOf,
  type Dating,
  enrolmentParts,
  everyQuestion,
  type Given,
  leavesOf,
  plus,
  readAnswer,
  type Seen,
  type Standing,
  standingSum,
  sumOf,
  weeksOf,
} from "./testing/attacker";
import { boundsOf } from "./testing/bounds";
import { RowSpace, type Sum } from "./testing/row-space";

const threshold = 10;
const rounds = propertyRuns({ short: 3, full: 8 });
/** Of the first rounds the exact answers are read, too. */
const exactRounds = 2;
const isFew = (count: number) => count > 0 && count < threshold;

type Secret = { name: string; system: string; round: number; isChange: boolean; sum: Sum; kind: "published" | "mixed" };
/** `slack`: by how much the value may be off, of figures in steps; bounds are told by it, and nothing is solved with it. */
type Equation = { system: string; round: number; sum: Sum; value: number; slack?: number };
type Truth = { marks: Map<string, string>; enrolments: Map<string, Enrolment>; grades: Map<string, Grade>; left: Map<string, boolean> };

const isOneOf = (parts: readonly Enrolment[]) => (one: Standing) => Number(parts.includes(one.enrolment));
const holds = (letter: string) => (one: Standing) => Number(one.letter === letter);
const hasLeft = ({ enrolment }: Standing) => enrolment === "early" || enrolment === "late";

/** Counts that are published by themselves, and such as only sums of points, or figures of different KPIs together, hold. */
const published: Readonly<Record<string, (one: Standing) => number>> = {
  ...Object.fromEntries(Object.entries(enrolmentParts).map(([measure, parts]) => [measure, isOneOf(parts)])),
  ...Object.fromEntries(letters.map((letter) => [letter, holds(letter)])),
};
const mixed: Readonly<Record<string, (one: Standing) => number>> = {
  "without a grade": (one) => Number(one.letter === null),
  ...Object.fromEntries(
    letters.flatMap((letter) => [
      ...[1, 2, 3].map((credits): [string, (one: Standing) => number] => [
        `${letter} of ${credits} credits`,
        (one) => Number(one.letter === letter && one.credits === credits),
      ]),
      [`${letter} of those who left`, (one: Standing) => Number(one.letter === letter && hasLeft(one))] as [
        string,
        (one: Standing) => number,
      ],
    ]),
  ),
};

/** What the policy that an institution begins with says of a KPI. */
const rulesByDefault = (kpi: string): unknown => (kpi === "dropout-rate" ? ["term", "term", false] : []);

type Among = { name: string; leaves: readonly string[] };

/** Every place that somebody could want to know of, and in each all together that was never shown by itself. */
function everyPlace(campus: AttackedCampus, shown: readonly ReadonlySet<string>[]): Among[] {
  const places = namedPlaces(campus).map((place) => ({
    name: `${place.level} ${place.node}`,
    leaves: leavesOf(place, campus, false),
  }));
  const rests = shown.flatMap((of) =>
    places.flatMap(({ name, leaves }) => {
      const rest = leaves.filter((leaf) => !of.has(leaf));
      return rest.length < 2 || rest.length === leaves.length ? [] : [{ name: `what is not shown of ${name} (${rest})`, leaves: rest }];
    }),
  );
  return [...places, ...rests];
}

function namedPlaces(campus: AttackedCampus): CellPlace[] {
  const days = { from: null, to: null };
  return [
    { level: "whole", node: null, days },
    { level: "subtree", node: campus.college.id, days },
    ...campus.units.map((node): CellPlace => ({ level: "unit", node, days })),
    ...campus.courses.map((node): CellPlace => ({ level: "course", node, days })),
    ...campus.sections.map(({ id }): CellPlace => ({ level: "section", node: id, days })),
  ];
}

/** What may be known of nobody: counts of fewer than the threshold, and changes of fewer. */
function secretsOf(campus: AttackedCampus, truths: readonly Truth[], shown: readonly ReadonlySet<string>[] = []): Secret[] {
  const secrets: Secret[] = [];
  const add = (name: string, system: string, sum: Sum, round: number | null = null, kind: Secret["kind"] = "published") =>
    secrets.push({ name, system, sum, round: round ?? -1, isChange: round === null, kind });
  const differ = (a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>, keys: readonly string[]) =>
    new Set(keys.filter((key) => a.get(key) !== b.get(key)).map((key) => key.split(" ").at(-1))).size;
  const sectionsOf = (leaves: readonly string[]) => campus.sections.filter(({ id }) => leaves.includes(id));
  for (const { name: placeName, leaves } of everyPlace(campus, shown)) {
    const sections = sectionsOf(leaves);
    const keys = sections.flatMap(({ id, students }) => students.map((student) => `${id} ${student}`));
    const times = [[0, 1, 2], [0], [1], [2]];
    for (const [r, truth] of truths.entries()) {
      const where = `${placeName} in round ${r}`;
      for (const time of times) {
        const marked = time.flatMap((week) =>
          sections.flatMap(({ id, students }) => students.map((student) => `${id} ${week} ${student}`)),
        );
        const there = new Set(marked.filter((key) => truth.marks.has(key)).map((key) => key.split(" ").at(-1)));
        if (isFew(there.size)) add(`marks of ${where}, weeks ${time}`, "attendance", sumOf(leaves, time, r), r);
        for (const [s, later] of truths.entries()) {
          if (s > r && isFew(differ(truth.marks, later.marks, marked))) {
            add(
              `change of marks of ${where} to ${s}, weeks ${time}`,
              "attendance",
              plus(sumOf(leaves, time, s), sumOf(leaves, time, r, -1)),
            );
          }
        }
      }
      const gradesOf = ({ grades }: Truth) => new Map([...grades].map(([key, { letter, credits }]) => [key, `${letter} ${credits}`]));
      const standing = (key: string, { enrolments, grades }: Truth): Standing => {
        const grade = grades.get(key);
        return { enrolment: enrolments.get(key) ?? "kept", letter: grade?.letter ?? null, credits: grade?.credits ?? 0 };
      };
      for (const [measure, weigh] of Object.entries({ ...published, ...mixed })) {
        if (standingSum(sections, r, weigh).size === 0) continue; // nobody there can be that, as everybody knows
        const among = (of: Truth) => keys.filter((key) => weigh(standing(key, of)) === 1);
        const kind = measure in published ? "published" : "mixed";
        if (isFew(among(truth).length)) add(`${measure} of ${where}`, "standing", standingSum(sections, r, weigh), r, kind);
        for (const [s, later] of truths.entries()) {
          // Of a figure as many as the threshold have changed when it is given anew, whatever of it changed for how many of them.
          const changed =
            measure in enrolmentParts ? differ(truth.enrolments, later.enrolments, keys) : differ(gradesOf(truth), gradesOf(later), keys);
          if (s > r && isFew(changed)) {
            const sum = plus(standingSum(sections, s, weigh), standingSum(sections, r, weigh, -1));
            add(`change of ${measure} of ${where} to ${s}`, "standing", sum, null, kind);
          }
        }
      }
    }
  }
  const days = { from: null, to: null };
  const ofPrograms: CellPlace[] = [
    { level: "whole", node: null, days },
    { level: "subtree", node: campus.college.id, days },
    ...campus.units.map((node): CellPlace => ({ level: "unit", node, days })),
    ...campus.programs.map(({ program }): CellPlace => ({ level: "program", node: program, days })),
  ];
  for (const place of ofPrograms) {
    const leaves = leavesOf(place, campus, true);
    const students = [...campus.registrations].filter(([, { program }]) => leaves.includes(program)).map(([student]) => student);
    for (const [r, truth] of truths.entries()) {
      const left = students.filter((student) => truth.left.get(student) === true).length;
      const where = `${place.level} ${place.node} in round ${r}`;
      if (isFew(left)) add(`dropouts of ${where}`, "dropout", sumOf(leaves, ["left"], r), r);
      if (isFew(students.length)) add(`cohort of ${where}`, "cohort", sumOf(leaves, ["enrolled"], r), r);
      for (const [s, later] of truths.entries()) {
        if (s > r && isFew(differ(truth.left, later.left, students))) {
          add(`change of dropouts of ${where} to ${s}`, "dropout", plus(sumOf(leaves, ["left"], s), sumOf(leaves, ["left"], r, -1)));
        }
      }
    }
  }
  return secrets;
}

/** What figures that were given say of the unknowns. `round`: the one that all of it is of, -1 where it is of several. */
function equationsOf(given: readonly Given[], campus: AttackedCampus, inSteps: boolean): Equation[] {
  return given.flatMap(({ kpi, place, of, counts }): Equation[] => {
    const rounds = new Set(of.map(({ round }) => round));
    const [only = -1] = rounds;
    const round = rounds.size === 1 ? only : -1;
    const equation = (system: string, parts: readonly (string | number)[], value: number): Equation => ({
      system,
      round,
      sum: plus(...of.map((seen) => sumOf([seen.leaf], seen.week === null ? parts : [seen.week], seen.round))),
      value,
    });
    const sectionsIn = (leaf: string) => campus.sections.filter(({ id }) => id === leaf);
    const standing = (weigh: (one: Standing) => number, value: number): Equation => ({
      system: "standing",
      round,
      sum: plus(...of.map((seen) => standingSum(sectionsIn(seen.leaf), seen.round, weigh))),
      value,
    });
    const isAsked = (letter: string) => place.letter === undefined || place.letter === letter;
    const sumsOfPoints = (isIn: (letter: string) => boolean): Equation[] => {
      const credits = (one: Standing) => (one.letter !== null && isIn(one.letter) ? one.credits : 0);
      const points = (one: Standing) => credits(one) * (pointsOf[one.letter ?? ""] ?? 0);
      return [standing(points, counts.get("gradePointCredits") ?? 0), standing(credits, counts.get("gradedCredits") ?? 0)];
    };
    switch (kpi) {
      case "attendance-rate":
        return [
          equation(
            "attendance",
            [],
            [...counts.values()].reduce((sum, count) => sum + count, 0),
          ),
        ];
      case "course-withdrawal-rate":
      case "dfw-rate":
        return [...counts].map(([measure, value]) => ({
          ...standing(isOneOf(enrolmentParts[measure] ?? []), value),
          ...(measure === "dfw" && inSteps ? { slack: threshold / 2 } : {}),
        }));
      case "grade-distribution":
        return [...letters.filter(isAsked).map((letter) => standing(holds(letter), counts.get(letter) ?? 0)), ...sumsOfPoints(isAsked)];
      case "mean-grade-points":
        return sumsOfPoints(isAsked);
      case "dropout-rate":
        return [
          equation("dropout", ["left"], counts.get("dropouts") ?? 0),
          equation("cohort", ["enrolled"], counts.get("enrolledAtCensus") ?? 0),
        ];
      default:
        return [];
    }
  });
}

function learn(equations: readonly Equation[]): Map<string, RowSpace> {
  const systems = new Map<string, RowSpace>();
  for (const { system, sum, slack = 0 } of equations) {
    if (slack > 0) continue;
    const known = systems.get(system) ?? new RowSpace();
    systems.set(system, known);
    known.add(sum);
  }
  return systems;
}

const solved = (systems: ReadonlyMap<string, RowSpace>, secrets: readonly Secret[]) =>
  secrets.filter(({ system, sum }) => systems.get(system)?.has(sum) === true).map(({ name }) => name);

type Kept = Readonly<Record<string, { whole: Pick<Cell, "measures">; byLetter?: Readonly<Record<string, Pick<Cell, "measures">>> }>>;

/** A mean is what a distribution tells without its letters. */
function countsGiven(cell: Pick<Cell, "measures">, isMean: boolean): Map<string, number> {
  return new Map([...countsOf(cell)].filter(([name, count]) => count !== 0 && !(isMean && letters.some((letter) => letter === name))));
}

const weekNames: readonly string[] = weeks;
const weekIn = (time: string): number | null => (time === "term" ? null : weekNames.indexOf(time));

/** Who asks everything in each round, and who asks a little in each, so that parts are asked about long after their sums. */
const askers = [
  { asker: "everything", seed: "attacked", asks: () => true },
  {
    asker: "a little at a time",
    seed: "patient",
    asks: (address: string, round: number) => round === rounds - 1 || chance("patient", round, address) < 0.2,
  },
];

describe.each(askers)("an attacker who reads $asker", ({ seed, asks }) => {
  const test = useTestDatabase();
  let institution: Institution;
  const campus = new AttackedCampus(seed);
  const truths: Truth[] = [];
  const positions: bigint[] = [];
  const asViewer: Equation[] = [];
  const asAdmin: Equation[] = [];
  const refused = new Set<string>();
  const numbersOfHidden: string[] = [];
  /** Sections that were shown by themselves: with their marks, and with anything else. */
  const shown = { "attendance-rate": new Set<string>(), others: new Set<string>() };

  const ask = async (address: string, principal = institution.viewer): Promise<KpiAnswer | null> => {
    try {
      return await institution.ask(address, principal);
    } catch (error) {
      if (!isBellwetherError(error)) throw error;
      refused.add(`${error.code} ${String(error.facts.rule ?? "")}`);
      return null;
    }
  };

  /** Leaves and times that a place is made of. */
  const everySpot = (kpi: string, place: CellPlace) => {
    const times = kpi === "attendance-rate" ? weeksOf(place).map((week) => weeks[week] ?? "") : ["term"];
    return leavesOf(place, campus, kpi === "dropout-rate").flatMap((leaf) => times.map((time) => ({ leaf, time })));
  };
  const exactly = (address: string, place: CellPlace, round: number) =>
    everySpot(address.split("?")[0] ?? "", place).map(({ leaf, time }): Seen => ({ leaf, week: weekIn(time), round }));

  /** As of which round each leaf was told, which the attacker is taken to know. */
  const readRounds = async () => {
    const rows = await test.database.owner.query<{
      question: string;
      time: string;
      section: string;
      program: string;
      position: string;
      figures: Kept;
    }>(
      `SELECT DISTINCT ON (question, time, released.leaf) question, time, section.id AS section, program.id AS program, position, figures
       FROM app.released_leaf released LEFT JOIN warehouse.dim_section section ON section_key = released.leaf
       LEFT JOIN warehouse.dim_program program ON program_key = released.leaf
       ORDER BY question, time, released.leaf, position DESC`,
    );
    return (address: string): Dating => {
      const request = parseKpiRequest(address.split("?")[0] ?? "", new URLSearchParams(address.split("?")[1] ?? ""));
      const asked: KpiRequest = request.kpi === "mean-grade-points" ? { ...request, kpi: "grade-distribution" } : request;
      const figures = releasedTogether(asked);
      const question = questionOf(
        { kind: "institution" },
        figures,
        term,
        figures.map(({ kpi }) => rulesByDefault(kpi)),
      );
      const name = figureName(asked);
      const heads = rows.rows
        .filter((row) => row.question === question)
        .map(({ section, program, ...head }) => ({ ...head, leaf: request.kpi === "dropout-rate" ? program : section }));
      return (place, cell) => {
        // Engagement is told in steps, of now.
        if (request.kpi === "engagement-rate") return [];
        const spots = everySpot(request.kpi, place);
        const of = heads.filter((head) => spots.some(({ leaf, time }) => leaf === head.leaf && time === head.time));
        // What was given is the sum of what was kept, and nothing else.
        const kept = of.flatMap(
          ({ figures: { [name]: one } }) => (place.letter === undefined ? one?.whole : one?.byLetter?.[place.letter]) ?? [],
        );
        const isMean = request.kpi === "mean-grade-points";
        const sum = plus(...kept.map((one) => countsGiven(one, isMean)));
        if (sum.has("dfw")) sum.set("dfw", toSteps(sum.get("dfw") ?? 0, threshold));
        expect([address, countsGiven(cell, isMean)]).toEqual([address, sum]);
        return of.map(
          ({ leaf, time, position }): Seen => ({
            leaf,
            week: weekIn(time),
            round: positions.findLastIndex((end) => end <= BigInt(position)),
          }),
        );
      };
    };
  };

  beforeAll(async () => {
    institution = await Institution.open(test.database);
    for (let round = 0; round < rounds; round += 1) {
      await institution.send(...(round === 0 ? campus.begin() : campus.change(round)));
      const head = await test.database.owner.query<{ position: string }>("SELECT position FROM warehouse.feed_head");
      positions.push(BigInt(head.rows[0]?.position ?? 0));
      truths.push({
        marks: new Map(campus.marks),
        enrolments: new Map(campus.enrolments),
        grades: new Map(campus.grades),
        left: new Map([...campus.registrations].map(([student, { left }]) => [student, left])),
      });
      const answers: [string, KpiAnswer][] = [];
      for (const address of everyQuestion(campus)) {
        const answer = asks(address, round) ? await ask(address) : null;
        if (answer !== null) {
          answers.push([address, answer]);
          for (const cell of [answer, ...(answer.groups ?? [])]) {
            if (cell.suppressed && (cell.value !== null || cell.n !== undefined || cell.measures !== undefined || "scales" in cell))
              numbersOfHidden.push(address);
          }
        }
        const exact = round < exactRounds ? await ask(address, institution.admin) : null;
        if (exact !== null)
          asAdmin.push(
            ...equationsOf(
              readAnswer(address, exact, (place) => exactly(address, place, round)),
              campus,
              false,
            ),
          );
      }
      const rounded = await readRounds();
      // What was superseded goes every night: nothing more can be told for that.
      await withTransaction(test.database.owner, (client) => dropSuperseded(client, new Date(Date.now() + 60_000)));
      for (const [address, answer] of answers) {
        const given = readAnswer(address, answer, rounded(address));
        for (const { kpi, place } of given)
          if (place.level === "section") shown[kpi === "attendance-rate" ? kpi : "others"].add(place.node ?? "");
        asViewer.push(...equationsOf(given, campus, true));
      }
    }
  }, 600_000);

  it("CELL-1: what is hidden travels without its numbers", () => {
    expect(numbersOfHidden).toEqual([]);
  });

  it("CELL-1: by adding and subtracting all that was given over a day, no few can be told", () => {
    const secrets = secretsOf(campus, truths, Object.values(shown));
    expect(secrets.length).toBeGreaterThan(500);
    expect(solved(learn(asViewer), secrets)).toEqual([]);
  });

  it("would be found out: with suppression off the same attack solves what is planted", () => {
    const secrets = secretsOf(campus, truths.slice(0, exactRounds)).filter(({ kind }) => kind === "published");
    const found = solved(learn(asAdmin), secrets);
    for (const planted of ["marks of section c5-1 in round 0, weeks 0,1,2", "cohort of program p3 in round 0"]) {
      if (secrets.some(({ name }) => name === planted)) expect(found).toContain(planted);
    }
    expect(secrets.length).toBeGreaterThan(100);
    expect(found.length / secrets.length).toBeGreaterThan(0.8);
  });

  it("CELL-1: nor can a small count be told from its bounds: what it may be is as wide as the threshold", async () => {
    const widths = await boundsOf(
      asViewer,
      secretsOf(campus, truths).filter(({ isChange, round }) => !isChange && round === 0),
    );
    expect(widths.size).toBeGreaterThan(20);
    const narrow = [...widths].filter(([, width]) => width < threshold);
    expect(narrow).toEqual([]);
  });

  it("still gives the reader something: a release is not a wall", () => {
    const ranks = Object.fromEntries([...learn(asViewer)].map(([system, space]) => [system, space.rank]));
    for (const system of ["attendance", "standing", "dropout"]) expect(ranks[system] ?? 0, system).toBeGreaterThan(0);
    expect([...refused]).toEqual(["bad-request not-released"]);
  });
});
