import { expect } from "vitest";
import { comparable, storedCells } from "@/lib/aggregator/testing/log-fixture";
import { type Cells, oracleCells } from "@/lib/aggregator/testing/oracle";
import { type Database, openDatabase } from "@/lib/platform/database";
import { Vault } from "@/lib/privacy/vault";
import type { SentEvent } from "@/lib/simulator/events";
import { asLogged, loadZone, studentsOf } from "./campus-load";
import { readKpi } from "./client";
import { databaseUrlOf, vaultKeyOf } from "./data-directory";
import type { KillRun } from "./kill-run";
import { runCommand } from "./product";
import { unapplied } from "./unapplied";

const settlePatience = 240_000;

/** Every event in the log once, every cell as the oracle has it from the bare events, every KPI too. */
export async function proveNothingLost(dataDirectory: string, events: readonly SentEvent[], run: KillRun): Promise<void> {
  const database = await openDatabase(databaseUrlOf(dataDirectory));
  try {
    const rejected = run.answers.flatMap((answer) => answer.items.filter((item) => item.status === "rejected"));
    expect(rejected).toEqual([]);
    // With Kafka events come into the log as they are applied.
    const count = async () =>
      (await database.owner.query<{ events: number }>("SELECT count(*)::int AS events FROM log.event")).rows[0]?.events;
    await expect.poll(count, { timeout: 30_000, interval: 100 }).toBe(events.length);
    const logged = await database.owner.query<{ name: string }>(`SELECT source || ' ' || event_id AS name FROM log.event ORDER BY 1`);
    expect(logged.rows.map((row) => row.name).sort()).toEqual(events.map((event) => `${event.source} ${event.id}`).sort());
    await expect.poll(() => unapplied(database), { timeout: 30_000, interval: 100 }).toBe(0);

    // Cells that come from Flink follow facts; the others hold them at once.
    await expect.poll(() => isSettled(database), { timeout: settlePatience, interval: 100 }).toBe(true);

    const vault = await Vault.open(database, vaultKeyOf(dataDirectory));
    const expected = oracleCells(asLogged(events, await vault.pseudonymsOf(studentsOf(events))), loadZone);
    expect(comparable(await storedCells(database))).toEqual(comparable(expected));
    await expectKpis(run, expected);

    const verified = await runCommand(run.server.settings, "verify");
    expect(verified, verified.stderr).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^[1-9]\d{2,} cells compared, 0 differ\n$/),
    });
  } finally {
    await database.close();
  }
}

async function isSettled(database: Database): Promise<boolean> {
  const found = await database.owner.query<{ settled: boolean }>("SELECT warehouse.cells_settled() AS settled");
  return found.rows[0]?.settled === true;
}

type Measures = Record<string, number>;

/** The KPI API's figures for each term, against sums over the oracle's cells. */
async function expectKpis(run: KillRun, cells: Cells): Promise<void> {
  const rows = [...cells].map(([key, measures]) => {
    const [table, term, ...keys] = JSON.parse(key) as [string, string | null, ...(string | null)[]];
    return { table, term, keys, measures };
  });
  const sum = (table: string, term: string, nameOf: (keys: readonly (string | null)[], measure: string) => string | null) => {
    const total: Measures = {};
    for (const row of rows) {
      if (row.table !== table || row.term !== term) continue;
      for (const [measure, amount] of Object.entries(row.measures)) {
        const name = nameOf(row.keys, measure);
        if (name !== null) total[name] = (total[name] ?? 0) + amount;
      }
    }
    return total;
  };
  const terms = new Set(rows.flatMap((row) => (row.table === "cell_grade_section" && row.term !== null ? [row.term] : [])));
  expect(terms.size).toBeGreaterThan(1);
  for (const term of terms) {
    const ask = (query: string) => readKpi(run.server, run.key, `${query}${query.includes("?") ? "&" : "?"}term=${term}`);
    const attendance = sum("cell_attendance_section", term, (_, measure) => measure);
    expect(await ask("attendance-rate")).toMatchObject({ measures: attendance });
    const { held = 0, recorded = 0 } = sum("cell_meeting", term, (_, measure) => measure);
    expect(await ask("attendance-coverage")).toMatchObject({ measures: { heldMeetings: held, recordedMeetings: recorded } });
    for (const state of ["final", "provisional"]) {
      const letters = sum("cell_grade_section", term, ([, itsState, scale, letter], measure) =>
        itsState === state && scale === "4.5" && measure === "grades" && letter !== undefined ? letter : null,
      );
      expect(await ask(`grade-distribution?state=${state}&scale=4.5`)).toMatchObject({ measures: { letters } });
    }
  }
}
