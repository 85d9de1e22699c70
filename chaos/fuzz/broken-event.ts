import fc from "fast-check";
import { keptEvent, keptEventOf, type WrittenEvent } from "./event-arbitrary";

/** What a line of a body is, and what is to become of it; null: the contract decides, and what is answered must hold. */
export type WrittenLine = { text: string; expected: "accepted" | "rejected" | null };

/** Written into a text where the event's own id belongs, which is known only when it is sent. */
export const idPlace = "ID-OF-THE-EVENT";

/** Values that JSON can write and that are hardly ever meant, as they are written. */
const hostileValues = [
  "null",
  "true",
  "-0",
  "1e400",
  "-1e400",
  "5e-324",
  "9007199254740993",
  "123456789012345678901234567890123456789012345678901234567890",
  '""',
  '" "',
  '"\\u0000"',
  '"\\ud800"',
  '"\\udc00\\ud800"',
  `"${"y".repeat(5_000)}"`,
  '"0000-00-00"',
  '"2026-02-29"',
  '"2026-13-01T00:00:00Z"',
  '"9999-12-31T23:59:59Z"',
  '"-000001-01-01T00:00:00Z"',
  '"2026-03-02T24:00:00Z"',
  '"2026-03-02T00:00:60Z"',
  "[]",
  "{}",
  "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]",
  '{"__proto__":{"admin":true}}',
  '{"constructor":{"prototype":{"admin":true}}}',
  '{"\\u0000":"\\u0000"}',
  '{"\\ud800":"x"}',
  '{"toJSON":"x","toString":1,"valueOf":2,"then":3,"length":-1}',
];

const envelopeFields = ["specversion", "id", "source", "type", "time", "recordedtime", "dataschema", "datacontenttype", "data"];

/** As text, because objects can hold neither a key twice nor a number beyond all bounds. */
const written = (fields: readonly (readonly [string, string])[]): string =>
  `{${fields.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(",")}}`;

function fieldsOf(event: WrittenEvent): [string, string][] {
  const data = Object.entries(event.data).map(([name, value]) => [name, JSON.stringify(value)] as const);
  return [
    ["specversion", '"1.0"'],
    ["id", JSON.stringify(idPlace)],
    ["source", '"urn:fuzz"'],
    ["type", JSON.stringify(event.type)],
    ["time", JSON.stringify(event.time)],
    ...(event.recordedtime === undefined ? [] : [["recordedtime", JSON.stringify(event.recordedtime)] satisfies [string, string]]),
    ["data", written(data)],
  ];
}

const kept = keptEvent.map((event): WrittenLine => ({ text: written(fieldsOf(event)), expected: "accepted" }));

/** A field that must be there is not. */
const lacking = fc
  .tuple(keptEvent, fc.constantFrom("specversion", "id", "source", "type", "time", "data"))
  .map(([event, left]): WrittenLine => ({ text: written(fieldsOf(event).filter(([name]) => name !== left)), expected: "rejected" }));

const hostile = fc.constantFrom(...hostileValues);

/** A field of the envelope has another value, or stands there twice: then the last holds. */
const otherEnvelope = fc
  .tuple(keptEvent, fc.constantFrom(...envelopeFields), hostile, fc.boolean())
  .map(([event, name, value, isTwice]): WrittenLine => {
    const fields = fieldsOf(event);
    const others = isTwice ? fields : fields.filter(([other]) => other !== name);
    return { text: written([...others, [name, value]]), expected: null };
  });

/** The same of its data, and of fields that no contract knows. */
const otherData = fc
  .tuple(keptEvent, fc.nat(), hostile, fc.constantFrom(null, null, null, "__proto__", "toJSON", "unknown"), fc.boolean())
  .map(([event, at, value, foreign, isTwice]) => {
    const names = Object.keys(event.data);
    return withData(event, foreign ?? names[at % Math.max(1, names.length)] ?? "unknown", value, isTwice);
  });

/** The one place where names are the sender's own. */
const otherAttributes = fc.tuple(keptEventOf("student.defined"), hostile).map(([event, value]) => withData(event, "attributes", value));

function withData(event: WrittenEvent, name: string, value: string, isTwice = false): WrittenLine {
  const data = Object.entries(event.data).map(([field, one]) => [field, JSON.stringify(one)] as const);
  const others = isTwice ? data : data.filter(([field]) => field !== name);
  const fields = fieldsOf(event).map(([field, one]) => [field, field === "data" ? written([...others, [name, value]]) : one] as const);
  return { text: written(fields), expected: null };
}

/** No JSON at all, or not of the kind that an event is. */
const noEvent = fc
  .constantFrom(
    "{",
    "}",
    '{"id":',
    "[1,2",
    "nul",
    "NaN",
    "'a'",
    "{'a':1}",
    '{"a":1,}',
    '"a"',
    "1",
    "null",
    "[]",
    "{}",
    "[".repeat(60_000),
    `${"[".repeat(5_000)}${"]".repeat(5_000)}`,
    `${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`,
    `{"padding":"${"x".repeat(70_000)}"}`,
    "x".repeat(300_000),
  )
  .map((text): WrittenLine => ({ text, expected: "rejected" }));

const cutShort = fc.tuple(keptEvent, fc.nat()).map(([event, at]): WrittenLine => {
  const whole = written(fieldsOf(event));
  return { text: whole.slice(0, 1 + (at % (whole.length - 1))), expected: "rejected" };
});

/** A line of a body: good ones beside all kinds of bad ones. */
export const line: fc.Arbitrary<WrittenLine> = fc
  .oneof(
    { weight: 4, arbitrary: kept },
    { weight: 1, arbitrary: lacking },
    { weight: 3, arbitrary: otherEnvelope },
    { weight: 4, arbitrary: otherData },
    { weight: 1, arbitrary: otherAttributes },
    { weight: 1, arbitrary: noEvent },
    { weight: 1, arbitrary: cutShort },
  )
  // A line of a body ends where another begins.
  .filter(({ text }) => !/[\r\n]/.test(text));
