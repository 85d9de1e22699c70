import { expect, it } from "vitest";
import { dropBrokenRouterState } from "./router-state";

const kept = (text: string) => {
  const headers = { "next-router-state-tree": text };
  dropBrokenRouterState(headers);
  return headers["next-router-state-tree"] === text;
};

it.each([
  ["", { children: ["(dashboard)", { children: ["sections", { children: ["__PAGE__", {}] }] }] }, null, null, 16],
  ["", { children: [["id", "s-1", "d", null], { children: ["__PAGE__", {}, ["/sections/s-1", ""], "refetch"] }] }],
])("keeps what a router says", (...tree) => {
  expect(kept(encodeURIComponent(JSON.stringify(tree)))).toBe(true);
});

it.each([
  "%7Bbroken",
  "%",
  "[]",
  "{}",
  "null",
  '["",{"children":1}]',
  '["",{},"x"]',
  `["",${"[".repeat(9_000)}${"]".repeat(9_000)}]`,
  "x".repeat(50_000),
])("leaves out what no router says: %s", (text) => {
  expect(kept(text)).toBe(false);
});
