import { z } from "zod";
import { asOfMoment } from "@/lib/access/as-of";
import type { Principal } from "@/lib/access/principal";
import { type ScopedRead, withComparedReads } from "@/lib/access/scoped-read";
import { localDay } from "@/lib/platform/clock";
import { BellwetherError, isBellwetherError } from "@/lib/platform/errors";
import { type Asking, answerKpi, parseKpiRequest } from "./answer-request";
import type { Changes } from "./changes";
import { computeKpi, type KpiReader } from "./compute-kpi";
import { type FeedCursor, listChangedCells } from "./queries/changed-cells";
import { countChangedFacts } from "./queries/changed-facts";
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
  const twice = own.find((name) => parameters.getAll(name).length > 1);
  if (twice !== undefined) throw new BellwetherError("bad-request", `${twice} is given twice.`, { field: twice, rule: "once" });
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
  if (!principal.studentLevel) return answerReleasedChanges(asking, principal, asked);
  const reader = { locale: asking.locale, today: localDay(asking.now, asking.timeZone) };
  return withComparedReads(asking.database, principal.scope, since, async (past, present) => {
    const { request, context, ...compared } = await compareWithThen({ past, present, dayThen }, asked.request, reader);
    const page = { zone: asking.timeZone, after: asked.after, limit: asked.limit };
    const listed = await listChangedCells(present, request, context, page);
    return { kpi: request.kpi, since: asked.since, ...compared, ...listed };
  });
}

/** `dayThen`: the local day of the moment that `past` is read as of. */
export type ThenAndNow = { past: ScopedRead; present: ScopedRead; dayThen: string };

/** The figure then and now, exactly, and how many facts lie between them. */
export async function compareWithThen({ past, present, dayThen }: ThenAndNow, asked: KpiRequest, reader: KpiReader) {
  const context = await readContext(present, asked, reader.today);
  // One term for both: the one that would be taken today was perhaps not the one of then.
  const term = context.term?.id;
  const request = term === undefined || spansTerms(asked) ? asked : { ...asked, term };
  const now = await computeKpi(present, request, reader);
  const before = await knownThen(() => computeKpi(past, request, { ...reader, today: dayThen }));
  const contextBefore = await knownThen(() => readContext(past, request, dayThen));
  const { facts, sections } = await countChangedFacts(present, { request, before: contextBefore, now: context, since: dayThen });
  return { request, context, term: now.term, before, now, facts, sections };
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

/**
 * Readers without student-level rights learn of the releases of then and now, which differ by as many students as the
 * threshold or not at all, and of no facts between them (CELL-1).
 */
async function answerReleasedChanges(asking: Asking, principal: Principal, { request, since }: ChangesRequest): Promise<Changes> {
  const now = await answerKpi(asking, principal, request);
  // The term of today for both; and before anything was released there is no figure.
  const then = { ...(now.term === null || spansTerms(request) ? request : { ...request, term: now.term }), asOf: since };
  const before = await unlessUnreleased(() => answerKpi(asking, principal, then));
  const facts = { late: null, recorded: null, corrected: null, takenBack: null };
  return { kpi: request.kpi, since, term: now.term, before, now, facts, sections: [], cells: [], next: null };
}

async function unlessUnreleased<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await knownThen(ask);
  } catch (error) {
    if (isBellwetherError(error) && error.facts.rule === "not-released" && error.facts.field === "asOf") return null;
    throw error;
  }
}
