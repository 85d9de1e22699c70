import { z } from "zod";
import { attendanceOf, rollsOf } from "./attendance";
import { campusEvents, makeTestCampus } from "./campus";
import { makePlace, removePlace, startServer } from "./running-server";
import { until } from "./until";
import { askKpi, makeWorld, send, type World } from "./world";

const attendanceSchema = z.object({
  measures: z.object({ present: z.number(), late: z.number(), absent: z.number(), excused: z.number() }),
});

/** A server with one campus, for all tests of one worker; its end is a test of its own. */
export async function withCampusServer(use: (world: World) => Promise<void>): Promise<void> {
  const place = await makePlace();
  const server = await startServer(place);
  const world = await makeWorld(server);
  const campus = makeTestCampus(world.today);
  const events = [...campusEvents(campus, world.today)];
  await send(world, events);
  const { present, late, absent, excused } = attendanceOf(rollsOf(campus, events));
  const wanted = JSON.stringify({ present, late, absent, excused });
  await until(`the attendance is ${wanted}`, async () => {
    const { measures } = attendanceSchema.parse(await askKpi(world, "attendance-rate"));
    return JSON.stringify(measures) === wanted;
  });
  await use(world);
  await server.stop().finally(() => removePlace(place));
}
