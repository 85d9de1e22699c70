import { z } from "zod";
import { type CampusEventData, type CampusEventType, campusEventData, campusEventTypes, isCampusEventType } from "./campus-events";
import { idSchema, instantSchema, nameSchema } from "./values";

/** What is wrong with an item: where, by which rule, what was found, in words. */
export type ItemError = { path: string; rule: string; found?: unknown; message: string };

/** A campus event that kept its contract; persons still by the institution's ids. */
export type CampusEvent<T extends CampusEventType = CampusEventType> = {
  id: string;
  source: string;
  type: T;
  schemaVersion: 1;
  /** UTC, milliseconds. */
  occurredAt: string;
  recordedAt: string;
  data: CampusEventData[T];
};

export type Validated = { ok: true; event: CampusEvent } | { ok: false; errors: ItemError[] };

const deepest = 12;
const longestFound = 200;
const dataschemaPattern = /^urn:bellwether:([a-z.-]+):(\d{1,4})$/;

/** CloudEvents 1.0 in JSON, with the extension `recordedtime`. */
export const envelopeSchema = z.object({
  specversion: z.literal("1.0"),
  id: idSchema.describe("With `source` it identifies the event for ever"),
  source: idSchema.describe("The system that the event comes from"),
  type: nameSchema.max(200),
  time: instantSchema.describe("When it happened; cut to milliseconds"),
  recordedtime: z
    .union([instantSchema, z.null()])
    .optional()
    .describe("When it was written down; `time` where none is given. A correction has a later one"),
  dataschema: z.union([z.string().max(500), z.null()]).optional(),
  datacontenttype: z
    .union([z.string().regex(/^application\/([a-z.+-]+\+)?json(\s*;.*)?$/i, { message: "must be JSON" }), z.null()])
    .optional(),
  data: z.looseObject({}),
});

/** Checks one CloudEvent against its envelope and the contract of its type. Never throws. */
export function validate(raw: unknown): Validated {
  // First of all: whatever looks into it, or writes it down, goes as deep as it does.
  if (isTooDeep(raw)) {
    return refuse({ path: "", rule: "too-deep", message: `must not nest deeper than ${deepest} levels` });
  }
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) {
    return refuse({ path: "", rule: "type", found: raw, message: "must be a CloudEvent, a JSON object" });
  }
  const envelope = envelopeSchema.safeParse(raw);
  if (!envelope.success) return { ok: false, errors: toItemErrors(envelope.error, raw, []) };
  const { id, source, type, time, recordedtime, dataschema, data } = envelope.data;
  if (!isCampusEventType(type)) {
    return refuse({ path: "type", rule: "unknown-type", found: type, message: `must be one of ${campusEventTypes.join(", ")}` });
  }
  const version = versionError(type, dataschema ?? null);
  if (version !== null) return refuse(version);
  const checked = campusEventData[type].safeParse(data);
  if (!checked.success) return { ok: false, errors: toItemErrors(checked.error, data, ["data"]) };
  return {
    ok: true,
    event: {
      id,
      source,
      type,
      schemaVersion: 1,
      occurredAt: time,
      recordedAt: recordedtime ?? time,
      data: checked.data,
    },
  };
}

function refuse(error: ItemError): Validated {
  return { ok: false, errors: [{ ...error, ...("found" in error ? { found: shorten(error.found) } : {}) }] };
}

function versionError(type: CampusEventType, dataschema: string | null): ItemError | null {
  if (dataschema === null) return null;
  const parts = dataschemaPattern.exec(dataschema);
  if (parts?.[1] !== type) {
    return { path: "dataschema", rule: "format", found: dataschema, message: `must be urn:bellwether:${type}:1` };
  }
  if (parts[2] === "1") return null;
  return { path: "dataschema", rule: "unknown-version", found: dataschema, message: `version 1 of ${type} is known` };
}

/** Nested deeper than an event may be. */
export const isTooDeep = (value: unknown) => deeperThan(value, deepest);

function deeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  for (const child of Array.isArray(value) ? value : Object.values(value)) {
    if (deeperThan(child, levels - 1)) return true;
  }
  return false;
}

/** What a schema found wrong, in the words of an answer; `prefix` is where `raw` is. */
export function toItemErrors(error: z.ZodError, raw: unknown, prefix: readonly string[]): ItemError[] {
  return error.issues.map((issue) => {
    const deepestIssue = issue.code === "invalid_union" ? bestOfUnion(issue) : issue;
    const path = [...issue.path, ...(deepestIssue === issue ? [] : deepestIssue.path)];
    const found = valueAt(raw, path);
    return {
      path: [...prefix, ...path.map(String)].join("."),
      rule: ruleOf(deepestIssue, found),
      ...(found === undefined ? {} : { found: shorten(found) }),
      message: found === undefined ? "is required" : deepestIssue.message,
    };
  });
}

/** Unions here are "this or null": what went wrong with the first branch is what the sender wants to hear. */
function bestOfUnion(issue: z.core.$ZodIssueInvalidUnion): z.core.$ZodIssue {
  return issue.errors[0]?.[0] ?? issue;
}

function ruleOf(issue: z.core.$ZodIssue, found: unknown): string {
  if (found === undefined) return "required";
  switch (issue.code) {
    case "invalid_type":
    case "invalid_union":
      return "type";
    case "invalid_value":
      return "enum";
    case "too_small":
      return "min";
    case "too_big":
      return "max";
    case "custom":
      return typeof issue.params?.rule === "string" ? issue.params.rule : "value";
    default:
      return "format";
  }
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  let value: unknown = raw;
  for (const step of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}

function shorten(found: unknown): unknown {
  // Writing it down would go as deep as it does.
  if (isTooDeep(found)) return `nested deeper than ${deepest} levels`;
  const text = typeof found === "string" ? found : (JSON.stringify(found) ?? String(found));
  if (text.length <= longestFound) return found;
  return `${text.slice(0, longestFound).toWellFormed()}…`;
}
