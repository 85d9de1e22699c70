import { asOfMoment } from "@/lib/access/as-of";
import { type ScopedRead, withComparedReads, withScopedRead } from "@/lib/access/scoped-read";
import { readContext, watermarkOf } from "@/lib/kpis/read-context";
import { localDay } from "@/lib/platform/clock";
import type { Database } from "@/lib/platform/database";
import { BellwetherError, isBellwetherError } from "@/lib/platform/errors";
import type { Vault } from "@/lib/privacy/vault";
import { listPrograms } from "@/lib/warehouse/queries/list-programs";
import { listTerms } from "@/lib/warehouse/queries/list-terms";
import { listSources } from "@/lib/warehouse/sources/list-sources";
import { lastWeekOf, placeOf } from "../kinds/questions";
import { headlineKpis } from "../kinds/report-kinds";
import { partsOf, tilesOf } from "../kinds/tiles-of";
import type { RenderingOrder } from "../ports";
import { Asker } from "./asker";
import { readChanges } from "./read-changes";
import { readPlace } from "./read-place";
import { readScope } from "./read-scope";
import { readStudents } from "./read-students";
import { headline, headlineFigure, readTile, type TileReading } from "./read-tile";
import type { Report, ReportSource, ReportTile } from "./report-shape";

export type ReportServices = { database: Database; vault: Pick<Vault, "identitiesOf">; timeZone: string; now: () => Date };

/**
 * All that a report says, part by part, under the eyes of its order and of one snapshot, so that its figures agree and carry
 * one position. Throws not-found where what it is about is unknown or out of scope.
 */
export async function readReport(services: ReportServices, order: RenderingOrder): Promise<readonly Report[]> {
  const { database, timeZone } = services;
  const now = services.now();
  const sources = await listSources(database, now, timeZone);
  const stateOf = new Map(sources.sources.map(({ source, state }) => [source, state]));
  const run = async (present: ScopedRead, past: ScopedRead | null) => {
    const parts: Report[] = [];
    for (const content of partsOf(order.content)) parts.push(await read(services, { ...order, content }, { present, past, now, stateOf }));
    return parts;
  };
  const { scope } = order.eyes;
  const alone = () => withScopedRead(database, scope, (present) => run(present, null));
  if (order.since === null || order.since.getTime() > now.getTime()) return alone();
  const since = asOfMoment(order.since.toISOString(), now, "since");
  return withComparedReads(database, scope, since, (past, present) => run(present, past)).catch((error: unknown) =>
    isBellwetherError(error) && error.facts.rule === "before-history" ? alone() : Promise.reject(error),
  );
}

type Reads = { present: ScopedRead; past: ScopedRead | null; now: Date; stateOf: ReadonlyMap<string, ReportSource["state"]> };

async function read(services: ReportServices, order: RenderingOrder, { present, past, now, stateOf }: Reads): Promise<Report> {
  const { database, timeZone } = services;
  const { content, eyes, locale } = order;
  const korean = locale === "ko";
  const today = localDay(now, timeZone);
  const place = await readPlace(present, content.subject, korean);
  // A section is of one term, whatever the schedule says.
  const wanted = place?.term ?? content.term;
  const context = await readContext(
    present,
    { kpi: "attendance-rate", ...placeOf(content.subject), ...(wanted === null ? {} : { term: wanted }) },
    today,
  );
  const terms = await listTerms(present, today);
  const term = terms.find(({ id }) => id === context.term?.id) ?? null;
  const days = content.period === "last-week" ? lastWeekOf(today) : null;
  const asked = { content, term: context.term?.id ?? null, days, released: !eyes.studentLevel };
  const { position, processedThrough, policy, policyVersion } = context;
  const reading = { database, locale, today, moment: now, studentLevel: eyes.studentLevel };
  // A sheet of paper cannot be corrected: it waits until cells hold all that facts hold.
  if (!context.settled)
    throw new BellwetherError("unavailable", "Figures are settling: the report is made once they hold all that came in.");
  const watermark = watermarkOf(context);
  const asker = new Asker(present, reading, { watermark, policyVersion, term: asked.term });
  const subject = place?.id ?? null;
  const tiles: TileReading = {
    order,
    asker,
    asked,
    read: present,
    place,
    terms,
    today,
    compares: content.subject.of !== "section",
    students: (section) => readStudents(services, present, { order, section, today }),
    changes: async () => {
      if (order.since === null) return { since: null, kept: true, changed: [] };
      const figures = [];
      for (const kpi of headlineKpis(content.kind)) figures.push((await headline(kpi, tiles)).query);
      const since = { at: order.since, before: order.before, place: subject, timeZone };
      const changed = await readChanges({ past, present }, asker, reading, figures, since);
      return { since: order.since.toISOString(), kept: past !== null, changed };
    },
  };
  const drawn: ReportTile[] = [];
  for (const tile of tilesOf(content, eyes)) drawn.push(await readTile(tile, tiles));
  const headlines = [];
  for (const kpi of headlineKpis(content.kind)) headlines.push(headlineFigure(await headline(kpi, tiles), subject));
  const programs = content.program === null ? [] : await listPrograms(present);
  return {
    content,
    locale,
    timeZone,
    readAt: now.toISOString(),
    today,
    term: term === null ? null : { id: term.id, name: term.name, startsOn: term.startsOn, endsOn: term.endsOn },
    days,
    place,
    program: content.program === null ? null : (programs.find(({ id }) => id === content.program)?.name ?? content.program),
    scope: await readScope(present, korean),
    studentLevel: eyes.studentLevel,
    position,
    processedThrough,
    policyVersion,
    policy,
    sources: context.sources.map((source) => ({ ...source, state: stateOf.get(source.source) ?? "silent" })),
    tiles: drawn,
    headline: { term: asked.term, figures: headlines },
  };
}
