import { withPlace } from "../place";
import type { Measurement } from "../run";
import { withBrowser } from "./browser";
import { serveCampus } from "./campus-page";
import { measureDrill } from "./drill";
import { measureOverview } from "./overview-load";

/**
 * The overview's first load and the way down from it to a student, in the real browser on the built product
 * at ten million facts: all the reader waits for is in it, from the server's reads to the painted frame.
 */
export const measurePages: Measurement = async ({ quick, say }) =>
  withPlace(async (place) => {
    const { server, cookie } = await serveCampus(place, quick ? 1_000_000 : 10_000_000);
    const figures = await withBrowser(async (browser) => [
      ...(await measureOverview(browser, server.url, cookie, quick ? 5 : 9, say)),
      ...(await measureDrill(browser, server.url, cookie, quick ? 8 : 20, say)),
    ]);
    await server.stop();
    return figures;
  });
