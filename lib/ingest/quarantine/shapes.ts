import * as z from "zod/mini";
import { quarantineStates } from "./states";

/** What is said of quarantine, on both ends of the wire: no person in any of it (PII-1). */
export const quarantineItemSchema = z.object({
  id: z.uuid(),
  arrivedAt: z.string(),
  source: z.nullable(z.string()),
  eventId: z.nullable(z.string()),
  type: z.nullable(z.string()),
  schemaVersion: z.nullable(z.number()),
  errors: z.array(z.object({ path: z.string(), rule: z.string() })),
  state: z.enum(quarantineStates),
  resolvedAt: z.nullable(z.string()),
  /** A user's name; null for the product itself and its command line. */
  resolvedBy: z.nullable(z.string()),
  /** The API key that brought it; null: none, the product itself. */
  apiKey: z.nullable(z.string()),
});
export type QuarantineItem = z.infer<typeof quarantineItemSchema>;

/** How many there are of each, among the newest items of the state. "" could not be read. */
const countsSchema = z.array(z.object({ value: z.string(), items: z.int() }));
export const quarantinePageSchema = z.object({
  items: z.array(quarantineItemSchema),
  /** Where the next page begins; null: this is the last. */
  next: z.nullable(z.string()),
  total: z.int(),
  /** There are more than are counted. */
  totalIsLeast: z.boolean(),
  choices: z.object({ sources: countsSchema, types: countsSchema, rules: countsSchema }),
});
export type QuarantinePage = z.infer<typeof quarantinePageSchema>;

/** What became, or would become, of an item that is offered to the log: reasons without what was found. */
export const outcomeSchema = z.object({
  result: z.enum(["accepted", "duplicate", "rejected"]),
  errors: z.array(z.object({ path: z.string(), rule: z.string(), message: z.string() })),
});
export type Outcome = z.infer<typeof outcomeSchema>;

/** `more`: items that match are left, past the limit. `rules`: how many of those refused broke each rule. */
export const replayedSchema = z.object({
  tried: z.int(),
  accepted: z.int(),
  duplicate: z.int(),
  rejected: z.int(),
  rules: z.record(z.string(), z.int()),
  more: z.boolean(),
});
export type Replayed = z.infer<typeof replayedSchema>;

const pathSchema = z.union([z.tuple([z.string()]), z.tuple([z.literal("data"), z.string()])]);
export const maskedFieldSchema = z.union([
  z.object({
    path: pathSchema,
    present: z.literal(true),
    hidden: z.literal(false),
    value: z.union([z.string(), z.number(), z.boolean(), z.null()]),
    /** Characters of the whole text, where the value is its beginning. */
    beginningOf: z.optional(z.int()),
  }),
  z.object({
    path: pathSchema,
    present: z.literal(true),
    hidden: z.literal(true),
    /** It names a person, is text that is kept sealed, no contract says what it is, or its contract has no list or object there. */
    why: z.enum(["person", "sealed", "unknown", "shape"]),
    kind: z.enum(["text", "number", "boolean", "list", "object"]),
    /** Characters of a text, members of a list or an object. */
    size: z.int(),
  }),
  /** A field of the contract that the event lacks. */
  z.object({ path: pathSchema, present: z.literal(false), required: z.boolean() }),
]);
export type MaskedField = z.infer<typeof maskedFieldSchema>;

export const maskedBodySchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("event"), fields: z.array(maskedFieldSchema) }),
  /** No JSON object: how many characters it has, and its beginning without letters and digits. */
  z.object({ kind: z.literal("unreadable"), size: z.int(), start: z.string() }),
]);
export type MaskedBody = z.infer<typeof maskedBodySchema>;

export const openedItemSchema = z.object({
  item: quarantineItemSchema,
  body: maskedBodySchema,
  /** What a replay of it as it is would come to now; null where it is resolved. */
  outcome: z.nullable(outcomeSchema),
  /** Why it was discarded. */
  reason: z.nullable(z.string()),
  /** It was replayed with changes. */
  mended: z.boolean(),
});
export type OpenedItem = z.infer<typeof openedItemSchema>;

/** Items that one preview or replay of a filter goes through at most. */
export const mostAtOnce = 5_000;
export const reasonLength = { shortest: 3, longest: 500 } as const;
