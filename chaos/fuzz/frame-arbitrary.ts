import fc from "fast-check";
import { z } from "zod/mini";
import type { JsonSchema } from "@/lib/contracts/json-schemas";
import { subscribeSchema, unsubscribeSchema, watchSchema } from "@/lib/live/protocol";
import { arbitraryOf } from "./event-arbitrary";

/** What is sent over one line, in this order, as it stands on it. */
export type WrittenTalk = { asker: "nobody" | "reader of nothing"; sendsHello: boolean; frames: (string | Buffer)[] };

const schemaOf = (schema: z.core.$ZodType): JsonSchema => z.toJSONSchema(schema, { io: "input" });

/** A watch names one of three, which its schema cannot say. */
const watch = fc
  .tuple(fc.constantFrom("section", "student", "students"), fc.uuid())
  .map(([by, id]) => ({ id: "w", [by]: by === "students" ? "advised" : id }));
const kept = fc.oneof(
  fc.tuple(fc.constant("subscribe"), arbitraryOf(schemaOf(subscribeSchema))),
  fc.tuple(fc.constant("unsubscribe"), arbitraryOf(schemaOf(unsubscribeSchema))),
  fc.tuple(fc.constant("watch"), fc.oneof(arbitraryOf(schemaOf(watchSchema)), watch)),
);

/** Questions that are well asked, so that an answer comes which must not be another's. */
const asked = fc
  .tuple(fc.constantFrom("attendance-rate", "grade-distribution", "dropout-rate"), fc.constantFrom("course", "org_unit", "program"))
  .map(([kpi, groupBy]) => ["subscribe", { id: `${kpi}-${groupBy}`, view: { kpi, groupBy } }]);

const event = (content: unknown): string => `42${JSON.stringify(content)}`;
const names = fc.constantFrom(
  "subscribe",
  "watch",
  "unsubscribe",
  "snapshot",
  "goodbye",
  "error",
  "disconnect",
  "connect",
  "newListener",
  "__proto__",
  "",
  "constructor",
);

const broken = fc.oneof(
  fc.tuple(names, fc.jsonValue()).map(event),
  fc.tuple(names, kept).map(([name, [, content]]) => event([name, content, content])),
  fc.tuple(kept, fc.nat({ max: 999 })).map(([frame, id]) => `42${id}${JSON.stringify(frame)}`),
  fc.jsonValue().map(event),
);

/** What socket.io and engine.io say to each other beneath, and what neither does. */
const packets = fc.constantFrom(
  "0",
  "0{}",
  "1",
  "2",
  "2probe",
  "3",
  "3probe",
  "4",
  "5",
  "6",
  "7",
  "b",
  "bAAAA",
  "bnot base64",
  "40",
  "40{}",
  '40{"token":"x"}',
  "40/admin,",
  '40/__proto__,{"a":1}',
  "40/?a=b,",
  "41",
  "41/admin,",
  "42",
  "42[",
  "42[]",
  "42[1]",
  "42[null]",
  "42{}",
  '42/admin,["subscribe",{}]',
  "4299999999999999999999[1]",
  "43[]",
  "43-1[]",
  '43999["x"]',
  "44",
  '44{"message":"x"}',
  "45",
  '451-["subscribe",{"_placeholder":true,"num":0}]',
  '451-["subscribe",{"_placeholder":true,"num":-1}]',
  '451-["subscribe",{"_placeholder":true,"num":"__proto__"}]',
  '4599999999-["subscribe",{"_placeholder":true,"num":5}]',
  '451-/admin,["x"]',
  '461-[{"_placeholder":true,"num":0}]',
  "49",
  "4\u0000",
  "😀",
  "",
  `42["subscribe",${"[".repeat(8_000)}${"]".repeat(8_000)}]`,
  `42["subscribe","${"x".repeat(20_000)}"]`,
);

const frame = fc.oneof(
  { weight: 3, arbitrary: kept.map(event) },
  { weight: 3, arbitrary: asked.map(event) },
  { weight: 3, arbitrary: broken },
  { weight: 3, arbitrary: packets },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)) },
);

export const talk: fc.Arbitrary<WrittenTalk> = fc.record({
  asker: fc.constantFrom("nobody" as const, "reader of nothing" as const, "reader of nothing" as const),
  sendsHello: fc.oneof(fc.constant(true), fc.constant(true), fc.boolean()),
  frames: fc.array(frame, { maxLength: 12 }),
});
