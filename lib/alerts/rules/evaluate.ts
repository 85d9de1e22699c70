import { z } from "zod";
import { type RuleEvent, type RuleState, ruleTable, type Transition, transitionOf } from "./states";

/** What is kept of a rule between two inputs. Times are of the feed, in milliseconds since the epoch; they never go back. */
export const standingSchema = z.object({
  /** Since when it is pending; null in every other state. */
  since: z.number().nullable(),
  /** The last time that was told. */
  at: z.number(),
  /** The feed position of the last reading; null before the first. */
  position: z.string().nullable(),
});
export type Standing = z.infer<typeof standingSchema> & { state: RuleState };

export const beginning: Standing = { state: "quiet", since: null, at: 0, position: null };

/** `band`: how far a figure must come back; `minimum`: how long the condition must hold, in milliseconds. */
export type Limits = { band: number; minimum: number };

export type Input =
  /** `excess`: how far the figure is past the line, below 0 on its good side; null: nothing can be said. */
  | { kind: "reading"; position: string; at: number; excess: number | null }
  /** Time went by and the last reading still holds. */
  | { kind: "time"; at: number }
  | { kind: "acknowledge" };

export type Turn = { standing: Standing; transition: Transition | null };

/**
 * One step of a rule. A reading of an earlier position than the last one changes nothing, and one that comes again says what
 * it said: so order and repetition do not matter. It fires once per excursion, from the condition's coming true to the
 * figure's coming back past the band.
 */
export function evaluate(standing: Standing, limits: Limits, input: Input): Turn {
  const unchanged = { standing, transition: null };
  switch (input.kind) {
    case "acknowledge":
      return take(standing, limits, "acknowledge", standing.at);
    case "time":
      return isDue(standing, limits, input.at) ? take(standing, limits, "due", input.at) : unchanged;
    case "reading": {
      if (standing.position !== null && BigInt(input.position) < BigInt(standing.position)) return unchanged;
      const read = { ...standing, position: input.position };
      return take(read, limits, levelOf(input.excess, limits.band), input.at);
    }
  }
}

/** When a pending rule fires if nothing changes until then, in feed time; null where nothing is waited for. */
export const dueAt = ({ state, since }: Standing, { minimum }: Limits): number | null =>
  state === "pending" && since !== null ? since + minimum : null;

const isDue = (standing: Standing, limits: Limits, at: number): boolean => {
  const due = dueAt(standing, limits);
  return due !== null && at >= due;
};

export function levelOf(excess: number | null, band: number): Extract<RuleEvent, "over" | "between" | "back" | "blind"> {
  if (excess === null || Number.isNaN(excess)) return "blind";
  if (excess > 0) return "over";
  return excess <= -band ? "back" : "between";
}

/** Whether a figure so far past the line moves a rule that stands so, where nothing being said of it would not. */
export const isMovedBy = (state: RuleState, excess: number, band: number): boolean =>
  ruleTable[state][levelOf(excess, band)] !== ruleTable[state].blind;

function take(before: Standing, limits: Limits, event: RuleEvent, told: number): Turn {
  const at = Math.max(before.at, told);
  const moved = ruleTable[before.state][event];
  const since = moved === "pending" ? (before.since ?? at) : null;
  const after: Standing = { ...before, state: moved, since, at };
  // Held for the minimum time already: at once where there is none.
  const held = event === "over" && isDue(after, limits, at) ? { ...after, state: ruleTable[moved].due, since: null } : after;
  return { standing: held, transition: transitionOf(before.state, held.state) };
}
