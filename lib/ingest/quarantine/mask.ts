import { campusEventData, contractTraits, isCampusEventType } from "@/lib/contracts/campus-events";
import { envelopeSchema } from "@/lib/contracts/validate";
import { parseJson } from "../read-items";
import type { MaskedBody, MaskedField } from "./shapes";

type Path = MaskedField["path"];
type Hidden = Extract<MaskedField, { hidden: true }>;
type Hiding = Hidden["why"];

const longestShown = 500;
const longestStart = 120;
const envelopeNames = Object.keys(envelopeSchema.shape).filter((name) => name !== "data");
const requiredOfEnvelope = new Set(["specversion", "id", "source", "type", "time"]);

/**
 * A rejected body as an engineer may see it (PII-1): what the contract of its type calls a person or sealed
 * is hidden, and so is whatever no contract describes, for nobody knows what that is.
 */
export function maskBody(body: string): MaskedBody {
  const event = parseJson(body);
  if (typeof event !== "object" || event === null || Array.isArray(event)) return unreadable(body);
  const named = new Map<string, unknown>(Object.entries(event));
  const fields = envelopeNames.map((name) =>
    named.has(name) ? scalar([name], named.get(name), null) : absent([name], requiredOfEnvelope.has(name)),
  );
  for (const [name, value] of named) if (name !== "data" && !envelopeNames.includes(name)) fields.push(scalar([name], value, "unknown"));
  return { kind: "event", fields: [...fields, ...dataFields(named.get("type"), named.get("data"))] };
}

function dataFields(type: unknown, data: unknown): MaskedField[] {
  const known = typeof type === "string" && isCampusEventType(type) ? type : null;
  if (typeof data !== "object" || data === null || Array.isArray(data)) {
    const whole: MaskedField[] = data === undefined ? [absent(["data"], true)] : [scalar(["data"], data, "unknown")];
    return whole;
  }
  const given = new Map<string, unknown>(Object.entries(data));
  const shape: Record<string, { safeParse(value: unknown): { success: boolean } }> = known === null ? {} : campusEventData[known].shape;
  const traits = known === null ? null : contractTraits[known];
  const hidingOf = (name: string): Hiding | null => {
    if (traits === null || !Object.hasOwn(shape, name)) return "unknown";
    if (traits.persons.includes(name)) return "person";
    return traits.sealed.includes(name) ? "sealed" : null;
  };
  const fields = [...given].map(([name, value]) => scalar(["data", name], value, hidingOf(name)));
  for (const [name, field] of Object.entries(shape)) {
    if (!given.has(name)) fields.push(absent(["data", name], !field.safeParse(undefined).success));
  }
  return fields;
}

const absent = (path: Path, required: boolean): MaskedField => ({ path, present: false, required });

/** Lists and objects where the contract has none are not looked into. */
function scalar(path: Path, value: unknown, hiding: Hiding | null): MaskedField {
  if (value === null) return { path, present: true, hidden: false, value };
  if (hiding === null && typeof value === "string") {
    const shown = { path, present: true, hidden: false, value: value.slice(0, longestShown).toWellFormed() } as const;
    return value.length > longestShown ? { ...shown, beginningOf: value.length } : shown;
  }
  if (hiding === null && (typeof value === "number" || typeof value === "boolean")) return { path, present: true, hidden: false, value };
  return { path, present: true, hidden: true, why: hiding ?? "shape", ...measure(value) };
}

function measure(value: unknown): Pick<Hidden, "kind" | "size"> {
  if (Array.isArray(value)) return { kind: "list", size: value.length };
  if (typeof value === "object" && value !== null) return { kind: "object", size: Object.keys(value).length };
  if (typeof value === "boolean") return { kind: "boolean", size: 0 };
  // How many digits a number has would say as much as the first ones.
  if (typeof value === "number") return { kind: "number", size: 0 };
  return { kind: "text", size: String(value).length };
}

function unreadable(body: string): MaskedBody {
  const start = body
    .slice(0, longestStart)
    .toWellFormed()
    .replaceAll(/\p{L}|\p{M}/gu, "x")
    .replaceAll(/\p{N}/gu, "0");
  return { kind: "unreadable", size: body.length, start };
}
