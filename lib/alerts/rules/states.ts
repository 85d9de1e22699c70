/** How a rule stands, as a total table: every event in every state leads somewhere. */
export const ruleStates = ["quiet", "pending", "firing", "acknowledged"] as const;
export type RuleState = (typeof ruleStates)[number];

/**
 * over: the condition holds · between: it does not, and the figure has not come back far enough to be over with it · back:
 * it has · blind: nothing can be said (hidden, no value, too few students) · due: it has held for the minimum time ·
 * acknowledge: its owner has seen it.
 */
export const ruleEvents = ["over", "between", "back", "blind", "due", "acknowledge"] as const;
export type RuleEvent = (typeof ruleEvents)[number];

export const ruleTable: Readonly<Record<RuleState, Readonly<Record<RuleEvent, RuleState>>>> = {
  quiet: { over: "pending", between: "quiet", back: "quiet", blind: "quiet", due: "quiet", acknowledge: "quiet" },
  // The minimum time is without a break: whoever cannot be seen for a while begins anew.
  pending: { over: "pending", between: "quiet", back: "quiet", blind: "quiet", due: "firing", acknowledge: "pending" },
  // What cannot be seen is not over.
  firing: { over: "firing", between: "firing", back: "quiet", blind: "firing", due: "firing", acknowledge: "acknowledged" },
  acknowledged: {
    over: "acknowledged",
    between: "acknowledged",
    back: "quiet",
    blind: "acknowledged",
    due: "acknowledged",
    acknowledge: "acknowledged",
  },
};

export type Transition = "fired" | "resolved" | "acknowledged";

/** What a change of state means to whoever is told; null where it is nobody's business. */
export function transitionOf(before: RuleState, after: RuleState): Transition | null {
  if (before === after) return null;
  if (after === "firing") return "fired";
  if (after === "acknowledged") return "acknowledged";
  return after === "quiet" && before !== "pending" ? "resolved" : null;
}
