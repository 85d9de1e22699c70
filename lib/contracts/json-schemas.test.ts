import { describe, expect, it } from "vitest";
import { z } from "zod";
import { campusEventTypes } from "./campus-events";
import { exampleEvent } from "./examples";
import { eventSchemaOf } from "./json-schemas";
import { validate } from "./validate";

describe("JSON Schemas of the contracts", () => {
  it.each(campusEventTypes)("%s: its example keeps the contract and the published schema, and a broken one neither", (type) => {
    const example = exampleEvent(type);
    const published = z.fromJSONSchema(eventSchemaOf(type));
    expect(validate(example)).toMatchObject({ ok: true });
    expect(published.safeParse(example).success).toBe(true);
    const [first] = Object.keys(example.data);
    const broken = { ...example, data: { ...example.data, [String(first)]: 0 } };
    expect(validate(broken).ok).toBe(false);
    expect(published.safeParse(broken).success).toBe(false);
  });

  it("says what every field means and how days and instants are written", () => {
    for (const type of campusEventTypes) {
      const fields = z.looseObject({
        properties: z.looseObject({
          data: z.looseObject({ properties: z.record(z.string(), z.looseObject({ description: z.string().min(5) })) }),
        }),
      });
      expect(fields.safeParse(eventSchemaOf(type)).error).toBeUndefined();
    }
    expect(eventSchemaOf("meeting.changed")).toMatchObject({
      properties: { time: { format: "date-time" }, data: { properties: { startsAt: { format: "date-time" } } } },
    });
    expect(eventSchemaOf("enrollment.changed")).toMatchObject({
      properties: { data: { properties: { effectiveOn: { format: "date" } } } },
    });
  });
});
