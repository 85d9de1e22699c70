import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { type Statement, watchPool } from "@/lib/runtime/testing/access/watch-pool";
import { type CampusInProcess, openCampusInProcess } from "./testing/campus-in-process";
import { isPersonal, isPlaced, rows } from "./testing/rows";
import { ofAll, signedIn } from "./testing/who";

/**
 * How long an answer takes may tell what is there. Compared is what is done for it, and not the clock, which on a busy
 * machine says little: the statements that are sent, in their order, and how many rows each gives.
 */
describe("what is not yours takes as much work as what does not exist", () => {
  const test = useTestDatabase();
  let campus: CampusInProcess;
  let done: Statement[] = [];

  beforeAll(async () => {
    campus = await openCampusInProcess(test.url);
    const { owner, reader } = campus.harness.services.database;
    for (const pool of [owner, reader]) watchPool(pool, { seen: (statement) => done.push(statement) });
  });
  afterAll(() => campus?.harness.close());

  const askers = signedIn.filter((who) => !ofAll.has(who));
  const asked = rows.filter(
    ({ door, of, open }) =>
      /^(GET|POST|PUT|PATCH|DELETE) /.test(door) &&
      of !== undefined &&
      (isPlaced(of) || (isPersonal(of) && open.some((who) => !ofAll.has(who)))),
  );
  it.each(asked.map((row) => [`${row.door} by ${row.of}`, row] as const))("SCOPE-1: %s", async (_, row) => {
    let worked = 0;
    for (const who of askers) {
      const workOf = async (side: "else" | "none") => {
        done = [];
        const response = await campus.call(row, who, side);
        await response.text();
        // Nobody waits for the end of a read (lib/access/scoped-read.ts): it may come before the next answer or after it.
        // That a session is used is written once a minute, whatever is asked for.
        const isSent = ({ text }: Statement) => text !== "COMMIT" && !text.startsWith("UPDATE app.session SET last_seen_at");
        return done.filter(isSent).map(({ text, rows }) => ({ text, rows }));
      };
      await workOf("none"); // sessions and permissions are kept from here on
      const unknown = await workOf("none");
      expect(await workOf("else"), who).toEqual(unknown);
      worked += unknown.length;
    }
    expect(worked).toBeGreaterThan(0);
  });
});
