import { expect, it } from "vitest";
import { formatSince } from "./format-since";

it.each([
  ["2026-11-26T00:12:00Z", "09:12", "09:12"],
  ["2026-11-24T15:30:00Z", "Wednesday", "수요일"], // already Wednesday in Seoul
  ["2026-11-20T03:00:00Z", "Friday", "금요일"],
  ["2026-11-19T03:00:00Z", "19 Nov 2026", "2026년 11월 19일"],
])("%s, on 26 November in Seoul", (instant, en, ko) => {
  expect(formatSince(instant, "2026-11-26", "en", "Asia/Seoul")).toBe(en);
  expect(formatSince(instant, "2026-11-26", "ko", "Asia/Seoul")).toBe(ko);
});
