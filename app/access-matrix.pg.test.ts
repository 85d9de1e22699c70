import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type InstitutionPermission, institutionPermissions } from "@/lib/access/permissions";
import { Viewer } from "@/lib/live/testing/viewer";
import { turnOf } from "@/lib/platform/testing/full-run";
import { saidBy } from "@/lib/runtime/testing/access/said-by";
import { doors } from "./testing/doors";
import { expected, isRefusedInView, opensTo, type Which, whichFor } from "./testing/expected";
import { innerDoors, publicDoors, type Row, rows } from "./testing/rows";
import { openCampus, type RunningCampus } from "./testing/running-campus";
import { type Credentials, everybody, ofAll, seesNobody, signedIn, type Who } from "./testing/who";

/**
 * Who gets in where: every door of the built product, as everybody, with ids of one's own, of others, of nobody and of
 * no kind at all. The doors are found in the files; the rows say what is expected (app/testing/rows.ts).
 */
describe("the access matrix", () => {
  let campus: RunningCampus;
  beforeAll(async () => {
    campus = await openCampus({ REQUESTS_PER_SECOND: "100000" });
  }, 120_000);
  afterAll(() => campus?.close());

  it("every door has a row, and every row a door", async () => {
    const named = new Set([...rows, ...publicDoors, ...innerDoors].map(({ door }) => door));
    expect([...named].sort()).toEqual([...new Set(await doors())].sort());
  });

  const idOf = (row: Row, who: Who, which: Which): string => {
    if (row.of === undefined) return "";
    const { own, ...others } = campus.ids[row.of];
    return which === "own" ? own(who) : others[which];
  };

  const knock = (row: Row, who: Who, which: Which) => knockAs(row, campus.who[who].credentials, idOf(row, who, which));

  async function knockAs(row: Row, credentials: Credentials, id: string) {
    const [kind = "", address = ""] = row.door.split(" ");
    const path = row.at?.(id, campus) ?? address.replace(/\[[^\]]+\]/, id);
    const method = row.door === "endpoint /api/v1/events" ? "POST" : kind === "page" ? "GET" : kind;
    const body = row.body?.(id, campus);
    const response = await fetch(new URL(path, campus.server.url), {
      method,
      redirect: "manual",
      headers: { ...credentials, ...(body === undefined ? {} : { "content-type": row.type ?? "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const headers = Object.fromEntries(
      [...response.headers]
        .filter(([name]) => !varying.has(name))
        .map(([name, value]) => [name, value.replace(/nonce="[^"]*"/, "").replace(id === "" ? "-" : id, "ID")]),
    );
    return { status: response.status, text, headers, said: saidBy(response.status, text, decodeURIComponent(id)) };
  }
  /** New with each answer, or as long as the id that was asked for. */
  const varying = new Set(["date", "content-security-policy", "content-length", "etag", "set-cookie", "keep-alive", "connection"]);

  /** The audit names who was looked at, by pseudonym, to whoever may read it. */
  const hiddenFrom = (who: Who, { door }: Row): readonly string[] => {
    if (seesNobody.has(who) && !door.includes("/audit")) return campus.students;
    return ofAll.has(who) ? [] : campus.foreign;
  };

  const overSocket = rows.filter(({ door }) => door.startsWith("frame "));
  it.each(overSocket.map((row) => [`${row.door} by ${row.of}`, row] as const))(
    "SCOPE-1: %s is answered to whom it shall, and closed to others as if there were nothing",
    async (_, row) => {
      for (const who of signedIn) {
        const viewer = new Viewer(campus.server.url, { ...campus.who[who].credentials });
        await viewer.connected();
        for (const which of whichFor(row, who)) {
          const id = decodeURIComponent(idOf(row, who, which));
          const wanted = which === "own" && opensTo(row, who);
          const name = `${who} ${which}`;
          const filter = row.of === "unit" ? "orgUnit" : (row.of ?? "");
          if (row.door === "frame subscribe") viewer.socket.emit("subscribe", { id: name, view: { kpi: "attendance-rate", [filter]: id } });
          else viewer.socket.emit("watch", { id: name, [filter]: id });
          const answer = (one: string) =>
            viewer.heard.find(({ event, frame }) => event === one && Reflect.get(Object(frame), "id") === name);
          await viewer.until(() => ["snapshot", "touched", "closed"].some((one) => answer(one) !== undefined));
          const closed = answer("closed")?.frame;
          const code = Reflect.get(Object(Reflect.get(Object(closed), "problem")), "code");
          const malformedStudent = which === "malformed" && row.of === "student";
          expect(code, name).toBe(wanted ? undefined : malformedStudent ? "bad-request" : "not-found");
        }
        const problems = viewer.heard
          .filter(({ event }) => event === "closed")
          .map(({ frame }) => JSON.stringify(Reflect.get(Object(frame), "problem")));
        if (!ofAll.has(who) && row.of !== "student") expect(new Set(problems).size, who).toBeLessThanOrEqual(1);
        viewer.close();
      }
    },
  );

  const overHttp = rows.filter(({ door }) => !door.startsWith("frame "));
  // What is done to one kind of thing goes on from what was done before: it is tried as the same people.
  const kindOf = ({ door }: Row) => (door.split(" ")[1] ?? "").split("/").slice(0, 4).join("/");
  const kinds = [...new Set(overHttp.map(kindOf))];
  const peopleAt = (row: Row) => turnOf(everybody, kinds.indexOf(kindOf(row)), 3);
  it.each(overHttp.map((row) => [`${row.door}${row.of === undefined ? "" : ` by ${row.of}`}`, row, peopleAt(row)] as const))(
    "SCOPE-1: %s opens to whom it shall, and is for others as if it were not there",
    async (_, row, people) => {
      for (const who of people) {
        const answers = new Map<Which, Awaited<ReturnType<typeof knock>>>();
        for (const which of whichFor(row, who)) {
          const answer = await knock(row, who, which);
          answers.set(which, answer);
          expect(expected(row, who, which), `${who}, ${which}: ${answer.status} ${answer.text.slice(0, 300)}`).toContain(answer.status);
          if (who === "viewing" && isRefusedInView(row)) expect(answer.text).toContain('"code":"read-only"');
          // Whatever it answers: nothing of the other side is in it, nor of anybody for who sees figures.
          const said = JSON.stringify(answer.said);
          for (const secret of hiddenFrom(who, row)) expect(said.includes(secret), `${who}, ${which}: ${secret}`).toBe(false);
        }
        const [foreign, unknown] = [answers.get("foreign"), answers.get("unknown")];
        if (foreign === undefined || unknown === undefined) continue;
        expect(foreign.said, `${who}: foreign and unknown`).toEqual(unknown.said);
        expect(foreign.headers, `${who}: foreign and unknown`).toEqual(unknown.headers);
      }
    },
  );

  /** What each permission opens that no scope does. */
  const opened: Readonly<Record<InstitutionPermission, RegExp>> = {
    "data:mend": /\/data(\/|$)/,
    "access:manage": /\/admin($|\/(people|roles|sign-in))/,
    "keys:manage": /\/keys$|\/admin$/,
    "policies:manage": /\/policies$|\/admin$/,
    "audit:read": /\/audit($|\/)|\/admin$/,
    "view-as:use": /\/view-as$/,
    "reports:manage": /\/(reports\/(holidays|addresses)|alerts\/webhooks)$/,
  };
  it.each(institutionPermissions)("SCOPE-1: %s alone opens what is its own, and nothing else", async (permission) => {
    const asker = campus.alone.get(permission)?.credentials ?? {};
    const closedToScopes = rows.filter((row) => /^(GET|page) /.test(row.door) && !opensTo(row, "dean"));
    expect(closedToScopes.length).toBeGreaterThan(20);
    for (const row of closedToScopes) {
      const { status, text } = await knockAs(row, asker, idOf(row, "admin", "own"));
      const wanted = opened[permission].test(row.door) ? (row.ok ?? [200]) : [404];
      expect(wanted, `${row.door}: ${status} ${text.slice(0, 200)}`).toContain(status);
    }
  });

  it.each(publicDoors)("$door answers everybody alike: $because", async ({ door, all, at, body }) => {
    const [kind = "", address = ""] = door.split(" ");
    for (const who of everybody) {
      const row: Row = { door, open: everybody, at: () => at?.() ?? address, ...(body === undefined ? {} : { body }) };
      const { status, text } = await knock({ ...row, door: `${kind} ${address}` }, who, "own");
      expect(all, `${who}: ${status} ${text.slice(0, 200)}`).toContain(status);
      for (const secret of campus.foreign) expect(text.includes(secret), who).toBe(false);
    }
  });

  it("the socket knows neither keys nor sessions that do not hold", async () => {
    for (const who of everybody.filter((one) => !signedIn.some((other) => other === one))) {
      const viewer = new Viewer(campus.server.url, { ...campus.who[who].credentials });
      expect(await viewer.next("connect_error"), who).toBe("unauthenticated");
      viewer.close();
    }
  });
});
