import fc from "fast-check";
import { type CampusEventType, campusEventTypes } from "@/lib/contracts/campus-events";
import { dataSchemaOf, type JsonSchema } from "@/lib/contracts/json-schemas";

/** An event as a client writes it; what is broken is of no type. */
export type WrittenEvent = { type: CampusEventType; time: string; recordedtime?: string; data: Record<string, unknown> };

/** Letters that are allowed and seldom thought of: quotes, ends of lines, other directions, what objects have by themselves. */
const rareTexts = [
  "__proto__",
  "constructor",
  "toString",
  "'; DROP TABLE log.event; --",
  "\\N",
  "\\.",
  "a\tb\nc\r\nd",
  "\u202Eright to left",
  "\uFEFF",
  "한글 😀 e\u0301",
  "\u0001\u007F\u0085\u2028",
  "%00%ff",
  "=1+1",
  "<script>",
  "null",
];

/** Few ids, so that events meet: they correct each other, and what one defines others name. */
const ids = ["a", "b", "c", "2026-1", "cs-101-01", ...rareTexts];
const days = ["1900-01-01", "1999-12-31", "2024-02-29", "2026-03-02", "2026-06-19", "2026-11-28", "2200-12-31"];
const instants = [
  "1900-01-01T00:00:00+23:59",
  "1970-01-01T00:00:00Z",
  "2026-03-08T15:00:00.999999999999Z",
  "2026-03-09T00:00:00+09:00",
  "2026-03-29t02:30:00.5-23:59",
  "2026-11-01T01:30:00-04:00",
];
/** The contract takes it where it is no moment of writing (docs/adr/0035). */
const farInstants = [...instants, "2200-12-31T23:59:59.999-23:59"];

const textOf = (shortest: number, longest: number): fc.Arbitrary<string> =>
  fc
    .oneof(
      { weight: 6, arbitrary: fc.constantFrom(...ids) },
      { weight: 2, arbitrary: fc.string({ unit: "binary", minLength: shortest, maxLength: 20 }) },
      { weight: 1, arbitrary: fc.constant("x".repeat(longest)) },
      { weight: 1, arbitrary: fc.constant("한".repeat(longest)) },
    )
    .map((text) => text.replaceAll("\u0000", "0").slice(0, longest).toWellFormed())
    .filter((text) => text.length >= shortest);

const numberBetween = (low: number, high: number, isWhole: boolean): fc.Arbitrary<number> => {
  const inside = isWhole ? fc.integer({ min: low, max: high }) : fc.double({ min: low, max: high, noNaN: true });
  const odd = isWhole ? [low, high] : [low, high, 0.1, 1e-7, 4.5].filter((one) => one >= low && one <= high);
  return fc.oneof(inside, fc.constantFrom(...odd));
};

/** Whatever a schema of ours takes. Throws where it has a word that is not known here: then it would go untried. */
export function arbitraryOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map((one) => arbitraryOf(schemaOf(one))));
  switch (schema.type) {
    case "null":
      return fc.constant(null);
    case "string":
      if (schema.format === "date") return fc.constantFrom(...days);
      if (schema.format === "date-time") return fc.constantFrom(...farInstants);
      return textOf(schema.minLength ?? 0, schema.maxLength ?? 4_000);
    case "integer":
    case "number":
      return numberBetween(schema.minimum ?? -1_000_000, schema.maximum ?? 1_000_000, schema.type === "integer");
    case "array":
      return fc.array(arbitraryOf(schemaOf(schema.items)), { maxLength: Math.min(schema.maxItems ?? 3, 3) });
    case "object":
      return objectOf(schema);
    default:
      throw new Error(`There is no arbitrary for ${JSON.stringify(schema)}.`);
  }
}

function objectOf(schema: JsonSchema): fc.Arbitrary<Record<string, unknown>> {
  const { properties = {}, required = [], propertyNames, additionalProperties } = schema;
  if (propertyNames !== undefined) {
    return fc.dictionary(textOf(1, schemaOf(propertyNames).maxLength ?? 100), arbitraryOf(schemaOf(additionalProperties)), { maxKeys: 3 });
  }
  const fields = Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, arbitraryOf(schemaOf(one))]));
  return fc.record(fields, { requiredKeys: required });
}

function schemaOf(of: unknown): JsonSchema {
  if (isObject(of)) return of;
  throw new Error(`${JSON.stringify(of)} is no schema.`);
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** A day that ends before it begins is the one rule that a schema cannot tell. */
const inOrder = (data: Record<string, unknown>): boolean =>
  typeof data.startsOn !== "string" || typeof data.endsOn !== "string" || data.startsOn <= data.endsOn;

/** An event that keeps its contract, of one of these types. */
export const keptEventOf = (...types: readonly CampusEventType[]): fc.Arbitrary<WrittenEvent> =>
  fc.constantFrom(...types).chain((type) =>
    fc.record(
      {
        type: fc.constant(type),
        time: fc.constantFrom(...instants),
        recordedtime: fc.constantFrom(...instants),
        data: objectOf(dataSchemaOf(type)).filter(inOrder),
      },
      { requiredKeys: ["type", "time", "data"] },
    ),
  );
export const keptEvent = keptEventOf(...campusEventTypes);
