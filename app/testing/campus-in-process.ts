import { changePolicies } from "@/lib/kpis/testing/institution";
import { type Database, openDatabase } from "@/lib/platform/database";
import { stampPdf } from "@/lib/reports/rendering/stamp-pdf";
import { makeReport } from "@/lib/reports/testing/sent-report";
import { provideDeliveryServices } from "@/lib/runtime/delivery-services";
import { advisorOf, lecturerOf, noon, type Side, studentsOf, twoSides } from "@/lib/runtime/testing/access/two-sides";
import { RouteHarness, secret } from "@/lib/runtime/testing/routes";
import { alertsIn } from "./alerts-in";
import { type Handler, handlers } from "./doors";
import { reportsIn } from "./reports-in";
import { type At, type IdKind, type Row, rows } from "./rows";
import { type Everybody, everybodyIn, type Who } from "./who";

/** The two departments for routes that are called as they are, without a server around them. */
export type CampusInProcess = {
  harness: RouteHarness;
  who: Everybody["who"];
  at: At;
  students: Readonly<Record<Side, readonly string[]>>;
  persons: { lecturer: string; advisor: string };
  /** What nobody of the side `mine` may get: pseudonyms, names and notes of the other. */
  foreign: readonly string[];
  call(row: Row, who: Who, side: Side | "none"): Promise<Response>;
};

export async function openCampusInProcess(url: string): Promise<CampusInProcess> {
  const harness = await RouteHarness.open(url, noon);
  await harness.happen(...twoSides());
  const { database, vault } = harness.services;
  // All of it was known two days ago, and nothing before that.
  for (const table of ["feed_commit", "feed"]) await database.owner.query(`UPDATE warehouse.${table} SET committed_at = '2026-03-17'`);
  await database.owner.query("UPDATE warehouse.history_begin SET began_at = '2026-03-01'");
  // Marks of before and since weigh differently, so that the days on which there are some are asked for.
  await database.owner.query(
    `INSERT INTO app.policy (version, valid_from, document)
     SELECT version + 1, '2026-03-12', jsonb_set(document, '{attendance,lateWeight}', '0.75') FROM app.policy WHERE version = 1`,
  );
  await changePolicies(database, "UPDATE app.policy SET created_at = '2026-03-01'");
  const pseudonyms = async (side: Side) => [...(await vault.pseudonymsOf(studentsOf(side))).values()];
  const students = { mine: await pseudonyms("mine"), else: await pseudonyms("else") };
  const persons = { lecturer: await harness.person(lecturerOf("mine")), advisor: await harness.person(advisorOf("mine")) };
  const student = students.mine[0] ?? "";
  const { who, stranger, strangersId } = await everybodyIn(database, secret, { ...persons, student });
  const reports = await reportsIn(database, who, strangersId);
  const alerts = await alertsIn(database, who);
  const none = { kind: "none" } as const;
  const eyes = { scope: none, studentScope: none, nameScope: none, studentLevel: false };
  const { delivery } = await makeReport(database, { owner: strangersId, user: strangersId, eyes, dueAt: new Date(noon) });
  provideDeliveryServices({ stamp: stampPdf });
  const at: At = { student, since: "2026-03-16T00:00:00Z" };
  const handle = await handlers();
  return {
    harness,
    who,
    at,
    students,
    persons,
    foreign: [...students.else, "Name of else", "Note of else"],
    async call(row, asker, side) {
      const id = row.of === undefined ? "" : idOf(row.of, side, { students, stranger, reports, alerts, delivery });
      const [method = "", address = ""] = row.door.split(" ");
      const body = row.body?.(id, at);
      const path = row.at?.(id, at) ?? address.replace(/\[[^\]]+\]/, id);
      const request = new Request(`http://localhost${path}`, {
        method,
        headers: { ...who[asker].credentials, ...(body === undefined ? {} : { "content-type": "application/json" }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return handlerOf(handle, row.door)(request, { params: Promise.resolve(parametersOf(address, path)) });
    },
  };
}

export const readRoutes: readonly Row[] = rows.filter(({ door }) => door.startsWith("GET ") || door.endsWith("/places"));

function handlerOf(all: ReadonlyMap<string, Handler>, door: string): Handler {
  const found = all.get(door);
  if (found === undefined) throw new Error(`There is no ${door}.`);
  return found;
}

/** What Next would read from the address: `[id]` of `/a/[id]/b`. */
function parametersOf(address: string, path: string): Record<string, string> {
  const given = (path.split("?")[0] ?? "").split("/");
  const named = address.split("/").map((part, index) => [/^\[(.+)\]$/.exec(part)?.[1], decodeURIComponent(given[index] ?? "")] as const);
  return Object.fromEntries(named.flatMap(([name, value]) => (name === undefined ? [] : [[name, value]])));
}

const prefixes: Readonly<Partial<Record<IdKind, string>>> = { unit: "u", course: "c", section: "s", program: "p", meeting: "n" };

type Ids = {
  students: CampusInProcess["students"];
  stranger: string;
  reports: Awaited<ReturnType<typeof reportsIn>>;
  alerts: Awaited<ReturnType<typeof alertsIn>>;
  delivery: string;
};

function idOf(of: IdKind, side: Side | "none", { students, stranger, reports, alerts, delivery }: Ids): string {
  const prefix = prefixes[of];
  if (prefix !== undefined) return `${prefix}-${side}`;
  const nobody = "00000000-0000-4000-8000-000000000000";
  if (of === "student") return side === "none" ? nobody : (students[side][0] ?? "");
  if (of === "session") return side === "else" ? stranger : nobody;
  if (of === "schedule" || of === "run" || of === "preview") return side === "else" ? reports[of].foreign : nobody;
  if (of === "alert" || of === "notification" || of === "webhook") return side === "else" ? alerts[of].foreign : nobody;
  if (of === "delivery") return side === "else" ? delivery : nobody;
  if (of === "term") return side === "none" ? "t9" : "t1";
  if (of === "kpi") return side === "none" ? "attendance-fate" : "attendance-rate";
  return nobody;
}

/** Another way to the same database, whose pools are not those of the harness. */
export const besides = (url: string): Promise<Database> => openDatabase(url, { ownerSize: 2, readerSize: 2 });
