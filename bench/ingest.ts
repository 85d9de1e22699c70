import { atLeast, type Figure, type Target } from "./figures";
import { prepareLoad, sendRoster } from "./load";
import { withPlace } from "./place";
import type { Measurement, Run } from "./run";

const ordinary = atLeast(20_000);
const [batch, connections] = [2_000, 4];

/**
 * Accepted events a second over HTTP, each accepted when it is durable. Once with the aggregator at work in
 * the same process on the same events, as `npm start` runs, and once with the web role alone.
 */
export const measureIngest: Measurement = async (run) => [
  await accepted(run, "with the aggregator beside it", "web,aggregator"),
  await accepted(run, "alone", "web"),
];

/** `settings`: of another log than the one in the database. */
export async function accepted(
  { quick, say }: Run,
  name: string,
  roles: string,
  { settings = {}, target = ordinary }: { settings?: Record<string, string>; target?: Target } = {},
): Promise<Figure> {
  return withPlace(async (place) => {
    const first = await place.start(settings);
    const key = await place.makeKey("--can", "events:write");
    await sendRoster(place, first, key);
    await first.stop();
    const server = await place.start({ ...settings, BELLWETHER_ROLES: roles });
    const plan = { url: server.url, key, what: "mixed" as const, batch, connections, rate: null };
    const warmUp = await prepareLoad({ ...plan, from: 0, events: 40_000 });
    await warmUp.run();
    const load = await prepareLoad({ ...plan, from: 40_000, events: quick ? 100_000 : 400_000 });
    const { accepted, seconds, refusals } = await load.run();
    const perSecond = accepted / seconds;
    say(`ingest ${name}: ${accepted} events in ${seconds.toFixed(1)} s, ${Math.round(perSecond)}/s, ${refusals} refusals`);
    await server.stop();
    const note = `${connections} connections, bodies of ${batch}`;
    return { section: "ingest", name: `accepted, ${name}`, value: perSecond, unit: "events/s", target, note };
  });
}
