import type { Page } from "playwright-core";
import { nextPaint } from "./browser";

/** One round through what the page has; returns how many interactions it were. A press and its release are one. */
export async function interact(page: Page): Promise<number> {
  let made = 0;
  const one = async (run: () => Promise<void>) => {
    await run();
    made += 1;
    await nextPaint(page);
  };
  const whys = page.locator("main footer button");
  for (const index of [0, 1, 2]) {
    await one(() => whys.nth(index).click());
    await one(() => page.keyboard.press("Tab"));
    await one(() => page.keyboard.press("Escape"));
  }
  const shapes = page.locator("main [role=group] button[aria-pressed=false]");
  for (let index = 0; index < 4; index += 1) await one(() => shapes.first().click());
  const heads = page.locator("main th button");
  for (let index = 0; index < 6; index += 1) await one(() => heads.nth(index % 3).click());
  const more = page.locator("main button[aria-expanded]:not([aria-haspopup])").first();
  await one(() => more.click());
  await one(() => more.click());
  const theme = page.getByLabel("Theme");
  await one(() => theme.focus().then(() => page.keyboard.press("ArrowDown")));
  await one(() => page.keyboard.press("ArrowUp"));
  for (let index = 0; index < 6; index += 1) await one(() => page.keyboard.press("Tab"));
  return made;
}
