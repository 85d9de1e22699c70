import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "vitest";
import { makeRole } from "@/lib/access/administration/change-roles";
import { createApiKey } from "@/lib/access/manage-api-keys";
import { createUser } from "@/lib/access/users";
import { type Database, openDatabase } from "@/lib/platform/database";
import { Vault } from "@/lib/privacy/vault";
import { advisorOf, lecturerOf, type Side, studentsOf, twoSides } from "@/lib/runtime/testing/access/two-sides";
import { sendEvents } from "@/lib/runtime/testing/client";
import { databaseUrlOf, makeDataDirectory, removeDataDirectory, vaultKeyOf } from "@/lib/runtime/testing/data-directory";
import { unapplied } from "@/lib/runtime/testing/prove-nothing-lost";
import { type RunningServer, startServer } from "@/lib/runtime/testing/start-server";
import { administeredName, administeredRole, type IdKind } from "./rows";
import { type Everybody, everybodyIn, type Who } from "./who";

/** As many rejected events as doors may use up. */
const rejected = 150;

/** `own`: of whoever asks; where something is used up by being asked for, another one each time. */
export type Ids = { own: (who: Who) => string; foreign: string; unknown: string; malformed: string };

/** The built product on a database of its own, two departments in it, and everybody signed in. */
export type RunningCampus = {
  server: RunningServer;
  database: Database;
  who: Everybody["who"];
  alone: Everybody["alone"];
  ids: Readonly<Record<IdKind, Ids>>;
  /** Pseudonyms and names of the students of the other side: nobody with a part may ever get one. */
  foreign: readonly string[];
  /** The same of both sides: not for those who see figures only. */
  students: readonly string[];
  student: string;
  since: string;
  close(): Promise<void>;
};

export async function openCampus(settings: Record<string, string>): Promise<RunningCampus> {
  const data = makeDataDirectory();
  try {
    return await fill(data, settings);
  } catch (error) {
    await removeDataDirectory(data); // ends the server too
    throw error;
  }
}

async function fill(data: string, settings: Record<string, string>): Promise<RunningCampus> {
  const server = await startServer(data, { BELLWETHER_TIME_ZONE: "Asia/Seoul", ...settings });
  const database = await openDatabase(databaseUrlOf(data));
  const { key } = await createApiKey(database, { name: "all", can: ["events:write"], scope: { kind: "institution" } });
  const broken = Array.from({ length: rejected }, () => ({ specversion: "1.0", id: randomUUID(), source: "urn:t", type: "grade.posted" }));
  const answer = await sendEvents(server, key, [...twoSides(), ...broken]);
  expect(answer.rejected).toBe(rejected);
  while ((await unapplied(database)) > 0) await pause(20);
  const since = new Date().toISOString();

  const vault = await Vault.open(database, vaultKeyOf(data));
  const person = async (id: string) => (await vault.personOf(id)) ?? "";
  const pseudonyms = async (side: Side) => [...(await vault.pseudonymsOf(studentsOf(side))).values()];
  const [mine, others] = [await pseudonyms("mine"), await pseudonyms("else")];
  const student = await person("mine-01");
  const items = await database.owner.query<{ id: string }>("SELECT id FROM log.quarantine");
  const nextItem = () => items.rows.pop()?.id ?? "";
  const named = (prefix: string): Ids => ({
    own: () => `${prefix}-mine`,
    foreign: `${prefix}-else`,
    unknown: `${prefix}-none`,
    malformed: encodeURIComponent(`' OR '${prefix}'='${prefix}`),
  });
  const target = await administered(database);
  const { who, alone, stranger } = await everybodyIn(database, server.settings.NEXTAUTH_SECRET ?? "", {
    lecturer: await person(lecturerOf("mine")),
    advisor: await person(advisorOf("mine")),
    student,
  });
  const told = await alertsOf(database, Object.values(who));
  const uuids = { unknown: "00000000-0000-4000-8000-000000000000", malformed: "not-a-uuid" };
  expect(mine.length).toBeGreaterThan(10);
  return {
    server,
    database,
    who,
    alone,
    ids: {
      unit: named("u"),
      course: named("c"),
      section: named("s"),
      program: named("p"),
      meeting: named("n"),
      student: { own: () => student, foreign: others[0] ?? "", ...uuids },
      term: { ...named("t"), own: () => "t1" },
      kpi: { own: () => "attendance-rate", foreign: "", unknown: "attendance-fate", malformed: encodeURIComponent("../attendance-rate") },
      item: { own: nextItem, foreign: "", ...uuids },
      user: { own: () => target.user, foreign: "", ...uuids },
      grant: { own: () => target.grant, foreign: "", ...uuids },
      role: { own: () => target.role, foreign: "", unknown: "no-such-role", malformed: encodeURIComponent("' OR ''='") },
      key: { own: () => target.key, foreign: "", ...uuids },
      version: { own: () => "1", foreign: "", unknown: "99999999", malformed: "one" },
      alert: { own: (asker) => told.of(who[asker].userId).alert, foreign: told.foreign.alert, ...uuids },
      notification: { own: (asker) => told.of(who[asker].userId).notification, foreign: told.foreign.notification, ...uuids },
      webhook: { own: (asker) => told.of(who[asker].userId).webhook, foreign: told.foreign.webhook, ...uuids },
      session: { own: (asker) => who[asker].spare || uuids.unknown, foreign: stranger, ...uuids },
    },
    foreign: [...others, "Name of else", "Note of else"],
    students: [...mine, ...others, "Name of else", "Note of else", "Name of mine", "Note of mine"],
    student,
    since,
    async close() {
      await database.close();
      await server.end("SIGTERM");
      await removeDataDirectory(data);
    },
  };
}

type Told = Readonly<Record<"alert" | "notification" | "webhook", string>>;

/** A rule, something that was told and a webhook of each of them; `foreign`: of somebody else. */
async function alertsOf(database: Database, askers: readonly { userId: string }[]): Promise<{ of: (user: string) => Told; foreign: Told }> {
  const put = async (user: string): Promise<Told> => {
    const told = { alert: randomUUID(), notification: randomUUID(), webhook: randomUUID() };
    await database.owner.query(
      `INSERT INTO app.alert_rule (id, owner, name, watch, channels, standing, paused_at, created_at, changed_at)
       VALUES ($1, $2, 'A rule', $3::jsonb, '{"email":false,"webhooks":[]}', '{"since":null,"at":0,"position":null}', now(), now(), now())`,
      [told.alert, user, JSON.stringify(aWatch)],
    );
    await database.owner.query(
      `INSERT INTO app.notification (id, user_id, kind, subject, detail, link, at)
       VALUES ($1, $2, 'webhook.disabled', 'webhook:none', '{"name":"None","answer":"500"}', '/alerts', now())`,
      [told.notification, user],
    );
    await database.owner.query(
      "INSERT INTO app.webhook (id, owner, name, url, secret, created_at) VALUES ($1, $2, 'A webhook', 'https://receiver.example/', '', now())",
      [told.webhook, user],
    );
    return told;
  };
  const all = new Map<string, Told>();
  for (const { userId } of askers) if (userId !== "") all.set(userId, await put(userId));
  const stranger = await createUser(database, {
    email: "told@example.org",
    name: "Somebody told",
    role: "admin",
    scope: { kind: "institution" },
  });
  // Who is no user has none.
  const none: Told = { alert: randomUUID(), notification: randomUUID(), webhook: randomUUID() };
  return { of: (user) => all.get(user) ?? none, foreign: await put(stranger) };
}

const aWatch = {
  kpi: "attendance-rate",
  place: { kind: "own" },
  program: null,
  over: "term",
  condition: { when: "below", value: 0.01 },
  band: 0,
  minimumN: 0,
  minimumMinutes: 0,
};

/** What administration is about: a user with a grant, a role that nobody holds, a key. */
async function administered(database: Database): Promise<Readonly<Record<"user" | "grant" | "role" | "key", string>>> {
  const scope = { kind: "institution" } as const;
  const user = await createUser(database, { email: "target@example.org", name: administeredName, role: "viewer", scope });
  const grants = await database.owner.query<{ id: string }>("SELECT id FROM app.role_grant WHERE user_id = $1", [user]);
  const system = { actor: "system", userId: null, now: new Date(), demo: false };
  const role = await makeRole(database, system, administeredRole);
  const { id: key } = await createApiKey(database, { name: administeredName, can: ["kpis:read"], scope });
  return { user, grant: grants.rows[0]?.id ?? "", role, key };
}
