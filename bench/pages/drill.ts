import type { Browser, Page } from "playwright-core";
import { atMost, type Figure, percentile } from "../figures";
import { openPage, untilSettled } from "./browser";

/** One step deeper: the links that lead there, and how many headline figures stand there once it is painted. */
const hops = [
  { name: "overview to department", to: "/departments/", figures: 3 },
  { name: "department to course", to: "/courses/", figures: 3 },
  { name: "course to section", to: "/sections/", figures: 3 },
  // A person has no headline figures: their sections are the table that one comes for.
  { name: "section to student", to: "/students/", figures: 0 },
] as const;

/**
 * From the click on a link to the frame in which the next page's headline figures are painted, in the page's
 * own clock, each way down by another department so that nothing of it was asked before.
 */
export async function measureDrill(
  browser: Browser,
  url: string,
  cookie: string,
  ways: number,
  say: (line: string) => void,
): Promise<Figure[]> {
  const times: number[][] = hops.map(() => []);
  const { context, page } = await openPage(browser, url, cookie);
  // The first way warms the server and the browser's cache of scripts, as anybody has them who works with it.
  for (let way = 0; way <= ways; way += 1) {
    await page.goto(url);
    await untilSettled(page);
    for (const [index, hop] of hops.entries()) {
      const took = await goDown(page, hop.to, hop.figures, way);
      if (way > 0) times[index]?.push(took);
    }
  }
  await context.close();
  return hops.flatMap(({ name }, index) => {
    const of = times[index] ?? [];
    const [p50, p95] = [percentile(of, 0.5), percentile(of, 0.95)];
    say(`drill: ${name.padEnd(24)} p50 ${Math.round(p50)} ms, p95 ${Math.round(p95)} ms`);
    return [
      { section: "pages", name: `${name}, p50`, value: p50, unit: "ms", target: atMost(300), note: `${of.length} clicks` },
      { section: "pages", name: `${name}, p95`, value: p95, unit: "ms", target: atMost(300) },
    ];
  });
}

async function goDown(page: Page, to: string, figures: number, way: number): Promise<number> {
  const links = page.locator(`main table a[href^="${to}"]:visible`);
  await links.first().waitFor();
  const link = links.nth(way % (await links.count()));
  await link.scrollIntoViewIfNeeded();
  const path = new URL((await link.getAttribute("href")) ?? "", page.url()).pathname;
  // Watches from before the click on, frame by frame; what is there in a frame is painted by the end of it.
  const arrived = page.evaluate(
    ([wanted, least]) =>
      new Promise<number>((resolve) => {
        const headlines = () => [...document.querySelectorAll("main [data-kpi]")].slice(0, least);
        const isThere = () =>
          location.pathname === wanted &&
          document.querySelector("main h1") !== null &&
          (least === 0
            ? document.querySelector("main table") !== null
            : headlines().length === least && headlines().every((one) => one.querySelector("[data-testid=value]") !== null));
        const look = () => {
          if (!isThere()) requestAnimationFrame(look);
          else setTimeout(() => resolve(performance.now() - window.observed.clickedAt), 0);
        };
        requestAnimationFrame(look);
      }),
    [path, figures] as const,
  );
  await link.click();
  return arrived;
}
