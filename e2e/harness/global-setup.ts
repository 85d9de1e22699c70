import { execFileSync } from "node:child_process";
import { z } from "zod";
import { attendanceOf, rollsOf } from "./attendance";
import { campusEvents, makeTestCampus } from "./campus";
import { makePlace, removePlace, startServer } from "./running-server";
import { until } from "./until";
import { askKpi, handOver, makeWorld, send } from "./world";

const attendanceSchema = z.object({
  measures: z.object({ present: z.number(), late: z.number(), absent: z.number(), excused: z.number() }),
});

/** One server with one campus for all tests; its end is a test of its own. */
export default async function setUp(): Promise<() => Promise<void>> {
  if (Number(process.versions.node.split(".")[0]) < 24) throw new Error("Node 24 is needed: run `npm test`, or put it first in PATH.");
  execFileSync(process.execPath, ["--input-type=module", "-e", 'await (await import("./scripts/prepare.mjs")).ensureBuilt()'], {
    stdio: ["ignore", 2, 2],
  });
  const place = await makePlace();
  const server = await startServer(place);
  const world = await makeWorld(server);
  handOver(world);
  const campus = makeTestCampus(world.today);
  const events = [...campusEvents(campus, world.today)];
  await send(world, events);
  const { present, late, absent, excused } = attendanceOf(rollsOf(campus, events));
  const wanted = JSON.stringify({ present, late, absent, excused });
  await until(`the attendance is ${wanted}`, async () => {
    const { measures } = attendanceSchema.parse(await askKpi(world, "attendance-rate"));
    return JSON.stringify(measures) === wanted;
  });
  return async () => {
    await server.stop().finally(() => removePlace(place));
  };
}
