import { describe, expect, it } from "vitest";
import { kpiAnswerSchema } from "@/lib/kpis/answer";
import { openDatabase } from "@/lib/platform/database";
import { makeKey, readKpi } from "@/lib/runtime/testing/client";
import { databaseUrlOf, makeDataDirectory, removeDataDirectory } from "@/lib/runtime/testing/data-directory";
import { runCommand } from "@/lib/runtime/testing/product";
import { startServer } from "@/lib/runtime/testing/start-server";
import { unapplied } from "@/lib/runtime/testing/unapplied";
import { compareOulad, compareParticipation, totalsOf } from "./testing/compare-oulad";
import { countOulad, countParticipation } from "./testing/count-oulad";
import { skipWithoutWhole, wholeDataset, wholeFigures } from "./testing/whole-dataset";

describe("the whole Open University data, clicks too, by the command line into a running server", () => {
  it("gives the counts of its tables; verify finds no difference; sent again, nothing is taken twice", async (context) => {
    if (wholeDataset === null) return skipWithoutWhole(context);
    const count = countOulad(wholeDataset);
    const participation = countParticipation(wholeDataset);
    expect(totalsOf(count)).toEqual(wholeFigures);
    const data = makeDataDirectory();
    const server = await startServer(data, { BELLWETHER_TIME_ZONE: "Europe/London" });
    try {
      const key = await makeKey(server, "--can", "events:write,kpis:read");
      const replay = ["replay", "oulad", wholeDataset, "--url", server.url, "--key", key, "--speed", "max"];
      const sent = await runCommand(server.settings, ...replay);
      expect(sent).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+ accepted, 0 duplicate, 0 rejected\n$/) });
      const database = await openDatabase(databaseUrlOf(data));
      await expect.poll(() => unapplied(database), { timeout: 120_000, interval: 250 }).toBe(0);
      const ask = async (query: string) => kpiAnswerSchema.parse(await readKpi(server, key, query));
      await compareOulad(database, ask, count);
      await compareParticipation(ask, participation);
      await database.close();
      const again = await runCommand(server.settings, ...replay);
      expect(again.stdout).toBe(sent.stdout.replace(/^(\d+) accepted, 0/, "0 accepted, $1"));
      const verified = await runCommand(server.settings, "verify");
      expect(verified).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d{5,} cells compared, 0 differ\n$/) });
      expect(await server.end("SIGTERM")).toBe(0);
    } finally {
      await removeDataDirectory(data);
    }
  }, 600_000);
});
