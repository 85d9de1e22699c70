import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "vitest";
import { makeRole } from "@/lib/access/administration/change-roles";
import { createApiKey } from "@/lib/access/manage-api-keys";
import { addMapping } from "@/lib/access/oidc/mappings";
import { insertSession } from "@/lib/access/session-rows";
import { createUser } from "@/lib/access/users";
import { type Database, openDatabase } from "@/lib/platform/database";
import { Vault } from "@/lib/privacy/vault";
import { stampablePdf } from "@/lib/reports/rendering/testing/stampable-pdf";
import { makeReport } from "@/lib/reports/testing/sent-report";
import { advisorOf, lecturerOf, type Side, studentsOf, twoSides } from "@/lib/runtime/testing/access/two-sides";
import { sendEvents } from "@/lib/runtime/testing/client";
import { databaseUrlOf, makeDataDirectory, removeDataDirectory, vaultKeyOf } from "@/lib/runtime/testing/data-directory";
import { type RunningServer, startServer } from "@/lib/runtime/testing/start-server";
import { unapplied } from "@/lib/runtime/testing/unapplied";
import { alertsIn } from "./alerts-in";
import type { Ids } from "./ids";
import { reportsIn } from "./reports-in";
import { administeredName, administeredRole, type IdKind } from "./rows";
import { type Everybody, everybodyIn } from "./who";

/** As many rejected events as doors may use up. */
const rejected = 150;

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
  const { who, alone, stranger, strangersId } = await everybodyIn(database, server.settings.NEXTAUTH_SECRET ?? "", {
    lecturer: await person(lecturerOf("mine")),
    advisor: await person(advisorOf("mine")),
    student,
  });
  const deliveries = await deliveriesIn(database, [...Object.values(who).map(({ spare }) => spare), stranger]);
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
      "their session": { own: () => target.session, foreign: "", ...uuids },
      mapping: { own: () => target.mapping, foreign: "", ...uuids },
      version: { own: () => "1", foreign: "", unknown: "99999999", malformed: "one" },
      ...(await reportsIn(database, who, strangersId)),
      ...(await alertsIn(database, who)),
      session: { own: (asker) => who[asker].spare || uuids.unknown, foreign: stranger, ...uuids },
      delivery: {
        own: (asker) => deliveries.get(who[asker].spare) ?? uuids.unknown,
        foreign: deliveries.get(stranger) ?? "",
        ...uuids,
      },
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

/** A report that each session's user was sent, by the session: of nothing, so that it stays theirs whatever they hold. */
async function deliveriesIn(database: Database, sessions: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const none = { kind: "none" } as const;
  const eyes = { scope: none, studentScope: none, nameScope: none, studentLevel: false };
  const found = await database.owner.query<{ session: string; user: string }>(
    'SELECT id AS session, user_id AS "user" FROM app.session WHERE id = ANY($1::uuid[])',
    [sessions.filter((session) => session !== "")],
  );
  const pdf = await stampablePdf("A report", new Date());
  const made = new Map<string, string>();
  for (const { session, user } of found.rows) {
    const { delivery } = await makeReport(database, { owner: user, user, eyes, dueAt: new Date(), pdf });
    made.set(session, delivery);
  }
  return made;
}

/** What administration is about: a user with a grant and a session, a role that nobody holds, a mapping, a key. */
async function administered(
  database: Database,
): Promise<Readonly<Record<"user" | "grant" | "session" | "role" | "mapping" | "key", string>>> {
  const scope = { kind: "institution" } as const;
  const user = await createUser(database, { email: "target@example.org", name: administeredName, role: "viewer", scope });
  const grants = await database.owner.query<{ id: string }>("SELECT id FROM app.role_grant WHERE user_id = $1", [user]);
  const system = { actor: "system", userId: null, now: new Date(), demo: false };
  const role = await makeRole(database, system, administeredRole);
  const { id: key } = await createApiKey(database, { name: administeredName, can: ["kpis:read"], scope });
  const session = await insertSession(database.owner, user, { byLink: false }, 12, new Date());
  const { id: mapping } = await addMapping(database, "system", { claim: "group", value: null, role: "viewer", scope });
  return { user, grant: grants.rows[0]?.id ?? "", session, role, mapping, key };
}
