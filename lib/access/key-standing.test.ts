import { expect, it } from "vitest";
import { standingOf } from "./key-standing";

const now = new Date("2026-03-09T09:00:00Z");
const inDays = (days: number, milliseconds = 0) => new Date(now.getTime() + days * 86_400_000 + milliseconds);
const fresh = { expiresAt: null, revokedAt: null, lastUsedAt: inDays(-1) };

it.each([
  ["used yesterday, without an end", fresh, "active", []],
  ["ends in more than a fortnight", { ...fresh, expiresAt: inDays(14, 1) }, "active", []],
  ["ends in a fortnight", { ...fresh, expiresAt: inDays(14) }, "active", ["ends-soon"]],
  ["ended this moment", { ...fresh, expiresAt: now }, "expired", []],
  ["never used", { ...fresh, lastUsedAt: null }, "active", ["never-used"]],
  ["never used, and ends tomorrow", { ...fresh, expiresAt: inDays(1), lastUsedAt: null }, "active", ["ends-soon", "never-used"]],
  ["not used for 90 days", { ...fresh, lastUsedAt: inDays(-90) }, "active", ["idle"]],
  ["used less than 90 days ago", { ...fresh, lastUsedAt: inDays(-90, 1) }, "active", []],
  ["revoked, whatever else", { expiresAt: inDays(1), revokedAt: inDays(-1), lastUsedAt: null }, "revoked", []],
] as const)("a key that is %s", (_, key, state, hints) => {
  expect(standingOf(key, now)).toEqual({ state, hints });
});
