import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Database } from "@/lib/platform/database";
import type { Ids } from "./ids";
import type { IdKind } from "./rows";
import { type Everybody, signedIn, type Who } from "./who";

const uuids = { unknown: "00000000-0000-4000-8000-000000000000", malformed: "not-a-uuid" };
/** As many of each as doors may use up. */
const each = 30;

const content = { kind: "institution", subject: { of: "own" }, term: null, period: "term-to-date", program: null, yearOfStudy: null };
const rest = { compare: "previous-term", language: null, paper: "a4" };
const timing = { rule: { every: "day", at: "07:30" }, zone: "Asia/Seoul", holidays: "send", inTermOnly: false, missed: "skip" };
const from = { startsOn: "2190-01-01", endsOn: null };
const delivery = { email: "none", store: false };

/** Reports of everybody's own and of a stranger, whose time has not come: nothing of them is due while doors are tried. */
export async function reportsIn(
  database: Database,
  who: Everybody["who"],
  strangersId: string,
): Promise<Readonly<Record<Extract<IdKind, "schedule" | "run" | "preview">, Ids>>> {
  const of = async (owner: string) => {
    const made = { schedule: [] as string[], run: [] as string[], preview: [] as string[] };
    for (let count = 0; count < each; count++) made.schedule.push(await scheduleOf(database, owner));
    for (let count = 0; count < each; count++) made.run.push(await runOf(database, owner, made.schedule[0] ?? null, "scheduled"));
    made.preview.push(await previewOf(database, owner));
    return made;
  };
  const owned = new Map<string, Awaited<ReturnType<typeof of>>>();
  for (const owner of new Set([strangersId, ...signedIn.flatMap((one) => who[one].userId ?? [])])) owned.set(owner, await of(owner));
  const ids = (kind: "schedule" | "run" | "preview"): Ids => ({
    own: (asker: Who) => {
      const made = owned.get(who[asker].userId ?? "")?.[kind] ?? [];
      return (kind === "preview" ? made[0] : made.pop()) ?? uuids.unknown;
    },
    foreign: owned.get(strangersId)?.[kind][0] ?? "",
    ...uuids,
  });
  return { schedule: ids("schedule"), run: ids("run"), preview: ids("preview") };
}

const idSchema = z.object({ id: z.uuid() });

async function scheduleOf({ owner: pool }: Database, owner: string): Promise<string> {
  const recipients = [{ to: "user", user: owner }];
  const found = await pool.query(
    `INSERT INTO app.report_schedule (id, owner, name, content, timing, recipients, delivery, decided_through, created_at, changed_at)
     VALUES ($1, $2, 'Mornings', $3::jsonb, $4::jsonb, $5::jsonb, $6::jsonb, now(), now(), now()) RETURNING id`,
    [
      randomUUID(),
      owner,
      JSON.stringify({ ...content, ...rest }),
      JSON.stringify({ ...timing, ...from }),
      JSON.stringify(recipients),
      JSON.stringify(delivery),
    ],
  );
  return idSchema.parse(found.rows[0]).id;
}

async function runOf({ owner: pool }: Database, owner: string, schedule: string | null, purpose: "scheduled" | "preview"): Promise<string> {
  const found = await pool.query(
    // Leased for ever before it begins: no process works on it, nor finds that it is over. A preview has begun.
    `INSERT INTO app.report_run (id, schedule, owner, purpose, name, due_at, content, recipients, delivery, state, fired_at, lease_until)
     VALUES ($1, $2, $3, $4, 'Mornings', now() - random() * interval '1 year', $5::jsonb, '[]', $6::jsonb, $7, now(), '2190-01-01') RETURNING id`,
    [
      randomUUID(),
      schedule,
      owner,
      purpose,
      JSON.stringify({ ...content, ...rest }),
      JSON.stringify(delivery),
      purpose === "preview" ? "working" : "waiting",
    ],
  );
  return idSchema.parse(found.rows[0]).id;
}

async function previewOf(database: Database, owner: string): Promise<string> {
  const run = await runOf(database, owner, null, "preview");
  const rendering = randomUUID();
  await database.owner.query(
    `INSERT INTO app.report_rendering (id, run, key, eyes, content, locale, state, next_try_at, title, pages)
     VALUES ($1, $2, 'key', '{}', '{}', 'en', 'ready', now(), 'Mornings', 1)`,
    [rendering, run],
  );
  await database.owner.query("INSERT INTO app.report_document (rendering, pdf) VALUES ($1, $2)", [rendering, Buffer.from("%PDF-1.7")]);
  return run;
}
