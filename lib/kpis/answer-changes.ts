import { z } from "zod";
import { asOfMoment } from "@/lib/access/as-of";
import type { Principal } from "@/lib/access/principal";
import { withComparedReads } from "@/lib/access/scoped-read";
import { localDay } from "@/lib/platform/clock";
import { BellwetherError, isBellwetherError } from "@/lib/platform/errors";
import type { KpiAnswer } from "./answer";
import { type Asking, parseKpiRequest } from "./answer-request";
import type { Changes } from "./changes";
import { computeKpi } from "./compute-kpi";
import { type FeedCursor, listChangedCells } from "./queries/changed-cells";
import { type ChangedFacts, countChangedFacts, type FactChanges } from "./queries/changed-facts";
import { readContext } from "./read-context";
import { refuseFigures } from "./refuse-unsupported";
import { type KpiRequest, spansTerms } from "./request";

export type ChangesRequest = { request: KpiRequest; since: string; after: FeedCursor | null; limit: number };

const pageSchema = z.object({
  since: z.iso.datetime({ offset: true }),
  after: z
    .string()
    .regex(/^\d{1,18}\.\d{1,9}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const own = ["kpi", ...Object.keys(pageSchema.shape)];

/** Reads `kpi`, `since`, `after`, `limit` and the KPI's own filters. Throws as parseKpiRequest does. */
export function parseChangesRequest(parameters: URLSearchParams): ChangesRequest {
  const filters = new URLSearchParams([...parameters].filter(([name]) => !own.includes(name)));
  const given = Object.fromEntries(own.flatMap((name) => (parameters.has(name) ? [[name, parameters.get(name)]] : [])));
  const page = pageSchema.safeParse(given);
  if (!page.success) {
    const field = String(page.error.issues[0]?.path[0] ?? "");
    const rule = field === "since" ? "date-time" : field === "limit" ? "range" : "cursor";
    throw new BellwetherError("bad-request", `${field} is missing or cannot be read.`, { field, rule, found: parameters.get(field) });
  }
  const request = parseKpiRequest(parameters.get("kpi") ?? "", filters);
  refuseFigures(request, "Changes");
  const { since, limit, after } = page.data;
  const [position, ordinal] = (after ?? "").split(".");
  return { request, since, limit, after: position === undefined || ordinal === undefined ? null : { position, ordinal: Number(ordinal) } };
}

/** What changed a figure since a moment: then and now from one snapshot, and what lies between them. */
export async function answerChanges(asking: Asking, principal: Principal, asked: ChangesRequest): Promise<Changes> {
  const since = asOfMoment(asked.since, asking.now, "since");
  const dayThen = localDay(since.at, asking.timeZone);
  const reader = { studentLevel: principal.studentLevel, locale: asking.locale, today: localDay(asking.now, asking.timeZone) };
  return withComparedReads(asking.database, principal.scope, since, async (past, present) => {
    const context = await readContext(present, asked.request, reader.today);
    // One term for both: the one that would be taken today was perhaps not the one of then.
    const term = context.term?.id;
    const request = term === undefined || spansTerms(asked.request) ? asked.request : { ...asked.request, term };
    const now = await computeKpi(present, request, reader);
    const before = await knownThen(() => computeKpi(past, request, { ...reader, today: dayThen }));
    const contextBefore = await knownThen(() => readContext(past, request, dayThen));
    const found = await countChangedFacts(present, { request, before: contextBefore, now: context, since: dayThen });
    const page = { zone: asking.timeZone, after: asked.after, limit: asked.limit };
    const listed = reader.studentLevel ? await listChangedCells(present, request, context, page) : { cells: [], next: null };
    const figures = { kpi: request.kpi, since: asked.since, term: now.term };
    if (reader.studentLevel) return { ...figures, before, now, facts: found.facts, sections: found.sections, ...listed };
    return { ...figures, ...released(found, before, now, context.policy.suppression.threshold), sections: [], ...listed };
  });
}

/** An id that was not known at that moment has no figure of then. */
async function knownThen<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (isBellwetherError(error) && error.code === "not-found") return null;
    throw error;
  }
}

/** Readers without student-level rights learn of no change that fewer students than the threshold are behind (CELL-1). */
function released(
  { facts, students }: FactChanges,
  before: KpiAnswer | null,
  now: KpiAnswer,
  threshold: number,
): Pick<Changes, "before" | "now" | "facts"> {
  // What is told of a hidden figure, whatever it is hidden for, would tell of it.
  if (now.suppressed) {
    return {
      before: before === null ? null : hidden(before),
      now,
      facts: { late: null, recorded: null, corrected: null, takenBack: null },
    };
  }
  if (students === null) return { before, now, facts };
  const shown = (name: keyof ChangedFacts) => (students[name] > 0 && students[name] < threshold ? null : facts[name]);
  const few = students.all > 0 && students.all < threshold;
  return {
    // Beside the figure of now, that of then would tell the few by subtraction.
    before: few && before !== null ? hidden(before) : before,
    now,
    facts: { late: shown("late"), recorded: shown("recorded"), corrected: shown("corrected"), takenBack: shown("takenBack") },
  };
}

function hidden({ n: _, nExact: __, measures: ___, scales: ____, comparison: _____, weighed: ______, ...answer }: KpiAnswer): KpiAnswer {
  return { ...answer, value: null, suppressed: true };
}
