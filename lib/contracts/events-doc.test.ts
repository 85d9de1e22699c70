import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { eventsDoc } from "./testing/events-doc";

const file = "docs/EVENTS.md";
const mark = "## The types\n\n";

it("docs/EVENTS.md says of every type what its contract says (write it anew: vitest run lib/contracts -u)", async () => {
  const head = readFileSync(file, "utf8").split(mark)[0];
  await expect(`${head}${mark}${eventsDoc()}`).toMatchFileSnapshot(`../../${file}`);
});
