import { describe, expect, it } from "vitest";
import { watchOf } from "@/lib/alerts/testing/watches";
import { archiveFilterSchema } from "@/lib/reports/archive/archive-filter";
import { askedChange, askedRule, askedWebhook } from "./asked";

const rule = { name: "A rule", watch: watchOf({}), channels: { email: false, webhooks: [] } };
const stale = (source: string) => watchOf({ condition: { when: "stale", source, minutes: 1 } });

describe("what the database could not hold is refused at its field", () => {
  it("is taken where it can", () => {
    expect(askedRule.safeParse(rule).success).toBe(true);
    expect(askedWebhook.safeParse({ name: "Hook", url: "https://hooks.example.edu/" }).success).toBe(true);
    expect(archiveFilterSchema.safeParse({ report: "Weekly", from: "2026-03-01" }).success).toBe(true);
  });

  it.each([
    ["a rule's name", askedRule, { ...rule, name: "a\u0000b" }, ["name"]],
    ["a source", askedRule, { ...rule, watch: stale("\ud800") }, ["watch", "condition", "source"]],
    ["a place", askedRule, { ...rule, watch: watchOf({ place: { kind: "courses", id: "\u0000" } }) }, ["watch", "place", "id"]],
    ["a version", askedChange, { ...rule, version: 99_999_999_999 }, ["version"]],
    ["a name of two lines", askedRule, { ...rule, name: "a\r\nBcc: b" }, ["name"]],
    ["a name that turns around", askedRule, { ...rule, name: "a\u202eb" }, ["name"]],
    ["a name that nobody sees", askedRule, { ...rule, name: "\u200b\u200b" }, ["name"]],
    ["a webhook's name", askedWebhook, { name: "\ud800", url: "https://hooks.example.edu/" }, ["name"]],
    ["a report's name", archiveFilterSchema, { report: "\u0000" }, ["report"]],
    ["a day before all days", archiveFilterSchema, { from: "0000-01-01" }, ["from"]],
  ])("%s", (_, schema, body, path) => {
    expect(schema.safeParse(body).error?.issues.map((issue) => issue.path)).toEqual([path]);
  });
});
