import { z } from "zod";
import { isTooDeep } from "@/lib/contracts/validate";
import { BellwetherError } from "@/lib/platform/errors";
import { largestEvent, parseJson } from "../read-items";

const name = z.string().min(1).max(200);
const pathSchema = z.union([z.tuple([name]), z.tuple([z.literal("data"), name])]);

/** One change of a body; fields that no edit names stay as they are, seen or not. */
const editSchema = z.discriminatedUnion("action", [
  z.strictObject({ action: z.literal("set"), path: pathSchema, value: z.json() }),
  z.strictObject({ action: z.literal("remove"), path: pathSchema }),
  /** A number that should have been text, such as an id: nobody needs to see it for that. */
  z.strictObject({ action: z.literal("as-text"), path: pathSchema }),
]);
export type Edit = z.infer<typeof editSchema>;

/** How a body is mended before it is offered again: by edits of its fields, or by another one in its place. */
export const mendSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("fields"), edits: z.array(editSchema).max(100) }),
  z.strictObject({ kind: z.literal("whole"), body: z.string().min(1).max(largestEvent) }),
]);
export type Mend = z.infer<typeof mendSchema>;

export const asItIs: Mend = { kind: "fields", edits: [] };

/** The paths that were mended, for the audit; never a value. */
export const mendedPaths = (mend: Mend): string[] => (mend.kind === "whole" ? ["*"] : mend.edits.map(({ path }) => path.join(".")));

/** Throws bad-request where an edit has nothing to be made on. */
export function applyMend(body: string, mend: Mend): string {
  if (mend.kind === "whole") return mend.body;
  if (mend.edits.length === 0) return body;
  const event = parseJson(body);
  const fields = isTooDeep(event) ? null : membersOf(event);
  if (fields === null) throw unfit("This item is no JSON object, or nests too deep: it can be replaced as a whole only.");
  for (const edit of mend.edits) {
    const [first, second] = edit.path;
    if (second === undefined) {
      applyEdit(fields, first, edit);
      continue;
    }
    const data = membersOf(fields.get("data") ?? {});
    if (data === null) throw unfit("`data` is no JSON object: set it first.");
    applyEdit(data, second, edit);
    fields.set("data", Object.fromEntries(data));
  }
  return JSON.stringify(Object.fromEntries(fields));
}

/** A map, so that a member named like one of every object's own is a member like any other. */
function membersOf(value: unknown): Map<string, unknown> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? new Map(Object.entries(value)) : null;
}

function applyEdit(members: Map<string, unknown>, member: string, edit: Edit): void {
  switch (edit.action) {
    case "set":
      members.set(member, edit.value);
      break;
    case "remove":
      members.delete(member);
      break;
    case "as-text":
      members.set(member, asText(members.get(member)));
  }
}

/** A number past those that JavaScript tells apart has lost its last digits already. */
function asText(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" && (Number.isSafeInteger(value) || !Number.isInteger(value))) return String(value);
  throw unfit("This value cannot be taken as text: set it.");
}

const unfit = (message: string) => new BellwetherError("bad-request", message, { field: "mend", rule: "type" });
