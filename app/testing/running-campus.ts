import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "vitest";
import { createApiKey } from "@/lib/access/manage-api-keys";
import { type Database, openDatabase } from "@/lib/platform/database";
import { Vault } from "@/lib/privacy/vault";
import { advisorOf, lecturerOf, type Side, studentsOf, twoSides } from "@/lib/runtime/testing/access/two-sides";
import { sendEvents } from "@/lib/runtime/testing/client";
import { databaseUrlOf, makeDataDirectory, removeDataDirectory, vaultKeyOf } from "@/lib/runtime/testing/data-directory";
import { unapplied } from "@/lib/runtime/testing/prove-nothing-lost";
import { type RunningServer, startServer } from "@/lib/runtime/testing/start-server";
import type { IdKind } from "./rows";
import { type Credentials, everybodyIn, type Who } from "./who";

/** As many rejected events as doors may use up. */
const rejected = 150;

export type Ids = { own: () => string; foreign: string; unknown: string; malformed: string };

/** The built product on a database of its own, two departments in it, and everybody signed in. */
export type RunningCampus = {
  server: RunningServer;
  database: Database;
  who: Readonly<Record<Who, Credentials>>;
  ids: Readonly<Record<IdKind, Ids>>;
  /** Pseudonyms and names of the students of the other side: nobody with a part may ever get one. */
  foreign: readonly string[];
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
  const uuids = { unknown: "00000000-0000-4000-8000-000000000000", malformed: "not-a-uuid" };
  expect(mine.length).toBeGreaterThan(10);
  return {
    server,
    database,
    who: await everybodyIn(database, server.settings.NEXTAUTH_SECRET ?? "", {
      lecturer: await person(lecturerOf("mine")),
      advisor: await person(advisorOf("mine")),
    }),
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
    },
    foreign: [...others, "Name of else", "Note of else"],
    student,
    since,
    async close() {
      await database.close();
      await server.end("SIGTERM");
      await removeDataDirectory(data);
    },
  };
}
