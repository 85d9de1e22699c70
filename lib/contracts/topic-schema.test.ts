import { expect, it } from "vitest";
import { z } from "zod";
import { campusEventTypes, contractTraits } from "./campus-events";
import { topicSchema } from "./topic-schema";

it("docs/campus-events-topic.schema.json is the schema of the topic (write it anew: vitest run lib/contracts -u)", async () => {
  await expect(`${JSON.stringify(topicSchema(), null, 1)}\n`).toMatchFileSnapshot("../../docs/campus-events-topic.schema.json");
});

it("PII-1: knows persons by pseudonyms, and no name", () => {
  const published = z.fromJSONSchema(topicSchema());
  const head = {
    schemaVersion: 1,
    source: "urn:s",
    id: "1",
    occurredAt: "2026-03-09T00:02:11.000Z",
    recordedAt: "2026-03-09T00:02:11.000Z",
  };
  const person = "7a0c1a3e-96a3-4c4e-8a0e-1b0f8c9d2e3f";
  const roll = { ...head, type: "attendance.recorded", data: { meeting: "m", student: person, status: "late" } };
  expect(published.safeParse(roll).success).toBe(true);
  expect(published.safeParse({ ...roll, data: { ...roll.data, student: "20261234" } }).success).toBe(false);
  const named = { ...head, type: "person.defined", data: { person, kind: "student", sealed: "c2VhbGVk" } };
  expect(published.safeParse(named).success).toBe(true);
  for (const type of campusEventTypes) expect(contractTraits[type].version).toBe(1);
});
