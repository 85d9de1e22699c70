import type { UserPrincipal } from "@/lib/access/principal";
import { withScopedRead } from "@/lib/access/scoped-read";
import type { KpiAnswer } from "@/lib/kpis/answer";
import { type Asking, answerKpi, checkKpiQuery } from "@/lib/kpis/answer-request";
import type { ViewQuery } from "@/lib/live/protocol";
import { endOfLocalDay, localDay } from "@/lib/platform/clock";
import { BellwetherError, isBellwetherError } from "@/lib/platform/errors";
import { Limit } from "@/lib/platform/limit";
import { listTerms, type TermItem } from "@/lib/warehouse/queries/list-terms";
import { checkRule } from "../manage/check-rule";
import type { BackTest } from "../manage/rules-shape";
import { countStudents } from "../rules/count-students";
import { readingOf, type Students, unlessTooFew } from "../rules/reading";
import type { Watch } from "../rules/rule-shape";
import { studentsOf } from "../rules/view-of";
import { kindOf, type Moment, type MomentKind, momentsOf } from "./moments";
import { type PastPoint, replay } from "./replay";

/** Questions at once: a back-test is not to hold up whoever looks at pages. */
const atOnce = new Limit(3);
/** The last one that each user asked for: whoever asks for another does not wait for it any more. */
const latest = new Map<string, symbol>();
const mostTerms = 3;

/**
 * What a rule would have fired on in the last term before the one under way that holds figures: its own view, asked for each week's end (or day) under
 * its owner's scope and suppression, through the evaluator that live figures go through. Throws as a rule that is saved does.
 */
export async function backTest(asking: Asking, user: UserPrincipal, watch: Watch): Promise<BackTest> {
  const own = Symbol(user.userId);
  latest.set(user.userId, own);
  try {
    return await test(asking, user, watch, () => {
      if (latest.get(user.userId) !== own)
        throw new BellwetherError("conflict", "Another back-test was asked for.", { rule: "superseded" });
    });
  } finally {
    if (latest.get(user.userId) === own) latest.delete(user.userId);
  }
}

/** Throws where it is not wanted any more. */
type Wanted = () => void;

async function test(asking: Asking, user: UserPrincipal, watch: Watch, wanted: Wanted): Promise<BackTest> {
  await checkRule(asking, user, watch);
  const today = localDay(asking.now, asking.timeZone);
  const terms = termsBefore(await withScopedRead(asking.database, user.scope, (read) => listTerms(read, today)), today);
  const by = kindOf(watch);
  const [last] = terms;
  if (last === undefined || by === "not-kept") {
    return { term: last === undefined ? null : { id: last.id, name: last.name }, by, looked: 0, known: 0, firings: [] };
  }
  // A term without figures, a summer session perhaps, tells nothing: the one before it may.
  let found = await inTerm(asking, user, { watch, term: last, by, wanted });
  for (const term of terms.slice(1)) if (found.known === 0) found = await inTerm(asking, user, { watch, term, by, wanted });
  return found.known === 0 ? { ...found, term: { id: last.id, name: last.name } } : found;
}

type OfTerm = { watch: Watch; term: TermItem; by: MomentKind; wanted: Wanted };

async function inTerm(asking: Asking, user: UserPrincipal, { watch, term, by, wanted }: OfTerm): Promise<BackTest> {
  const moments = momentsOf(watch, term, by);
  const seen = await Promise.all(moments.map((moment) => read(asking, user, moment, wanted)));
  const kept = seen.filter((one) => one !== null);
  const known = await readings(asking, user, { watch, wanted, seen: kept });
  const firings = replay(known, { band: watch.band, minimum: watch.minimumMinutes * 60_000 });
  return {
    term: { id: term.id, name: term.name },
    by,
    looked: moments.length,
    known: known.filter(({ reading }) => reading.excess !== null).length,
    firings,
  };
}

/** Terms that were over before the one under way began (where none is under way: that are over), the latest first. */
function termsBefore(terms: readonly TermItem[], today: string): TermItem[] {
  const before = terms.find(({ underWay }) => underWay)?.startsOn ?? today;
  return terms.filter(({ startsOn, endsOn }) => startsOn < before && endsOn < today).slice(0, mostTerms);
}

/** As it was known then figures are asked of KPIs whose students are counted exactly (momentsOf): no count is made of another time. */
type Seen = Moment & { answer: KpiAnswer };

/** Null where nothing of that moment is kept. */
async function read(asking: Asking, user: UserPrincipal, moment: Moment, wanted: Wanted): Promise<Seen | null> {
  const { day, view, asOf } = moment;
  const at = endOfLocalDay(day, asking.timeZone);
  if (asOf && at > asking.now) return null;
  try {
    const query = checkKpiQuery(asOf ? { ...view, asOf: at.toISOString() } : view);
    return { ...moment, answer: await inTurn(wanted, () => answerKpi(asking, user, query)) };
  } catch (error) {
    if (isBellwetherError(error) && error.facts.rule === "before-history") return null;
    throw error;
  }
}

/** Asks when there is room; not where it is not wanted any more by then. */
async function inTurn<T>(wanted: Wanted, ask: () => Promise<T>): Promise<T> {
  const leave = await atOnce.enter();
  try {
    wanted();
    return await ask();
  } finally {
    leave();
  }
}

/**
 * What the rule reads in its order. Students are counted wherever a lower bound alone keeps a figure from being known, whether or
 * not it would move the rule, for it is told of how many moments the figure is known: of a rule by days that are as many counts
 * as a term has days. They have their turns among the questions of the past, and do not stand in the way of live ones.
 */
async function readings(
  asking: Asking,
  user: UserPrincipal,
  { watch, wanted, seen }: { watch: Watch; wanted: Wanted; seen: readonly Seen[] },
): Promise<PastPoint[]> {
  const points: PastPoint[] = [];
  const count = (view: ViewQuery, day: string) => countStudents(asking, user, studentsOf(view, day), watch.minimumN);
  let enough: Students | null = null;
  for (const { day, view, answer } of seen) {
    let counted: Students | null = null;
    if (unlessTooFew(watch, answer, day) !== null) {
      counted = enough ?? (await inTurn(wanted, () => count(view, day)))?.students ?? null;
      // "So far": whoever is counted up to a day is counted up to every later one, so that one count will do.
      if (view.from === undefined && counted !== null && counted.n >= watch.minimumN) enough = { n: counted.n, nExact: false };
    }
    points.push({ day, reading: readingOf(watch, answer, day, counted) });
  }
  return points;
}
