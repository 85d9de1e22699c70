import type { KeyObject } from "node:crypto";
import { entrySource, reservedError } from "@/lib/contracts/own-source";
import { arrived } from "@/lib/contracts/too-far-ahead";
import { type CampusEvent, type ItemError, validate } from "@/lib/contracts/validate";
import type { AppendResult } from "@/lib/event-log/event-log";
import { foreseeAppend } from "@/lib/event-log/foresee-append";
import type { Database } from "@/lib/platform/database";
import { largestEvent, parseJson } from "../read-items";
import { canonicalOf } from "../to-log-entries";
import type { Outcome } from "./shapes";

export const passes = (outcome: Outcome | undefined): boolean => outcome !== undefined && outcome.result !== "rejected";

/** The events of the bodies that keep their contracts, appended or looked up together by `append`, in order. */
export async function offer(
  bodies: readonly string[],
  append: (events: readonly CampusEvent[]) => Promise<readonly AppendResult[]>,
  now: Date,
): Promise<Outcome[]> {
  const checked = bodies.map((body) => check(body, now));
  const valid = checked.flatMap((one) => (one.ok ? [one.event] : []));
  const results = (await append(valid)).values();
  return checked.map((one): Outcome => {
    if (!one.ok) return refused(one.errors);
    const result = results.next().value ?? "id-conflict";
    return result === "id-conflict" ? refused([conflict]) : { result, errors: [] };
  });
}

/** What would become of bodies that are offered now, in this order. Nothing is written, nobody is made in the vault. */
export function foresee(database: Database, identityKey: KeyObject, bodies: readonly string[], now: Date): Promise<Outcome[]> {
  const append = (events: readonly CampusEvent[]) =>
    foreseeAppend(
      database,
      identityKey,
      events.map((event) => ({ source: event.source, id: event.id, canonical: canonicalOf(event) })),
    );
  return offer(bodies, append, now);
}

const conflict: ItemError = { path: "id", rule: "id-conflict", message: "this source and id were used for another event" };

function check(body: string, now: Date) {
  if (body.length > largestEvent) {
    return { ok: false, errors: [{ path: "", rule: "too-large", message: `an event may have ${largestEvent} characters` }] } as const;
  }
  const value = parseJson(body);
  if (value === undefined) return { ok: false, errors: [{ path: "", rule: "json", message: "is not JSON" }] } as const;
  const result = arrived(validate(value), now);
  return result.ok && result.event.source === entrySource ? ({ ok: false, errors: [reservedError] } as const) : result;
}

function refused(errors: readonly ItemError[]): Outcome {
  return { result: "rejected", errors: errors.map(({ path, rule, message }) => ({ path, rule, message })) };
}
