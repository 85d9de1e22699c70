/** What a quarantined item is: to be looked after, passed on a replay, or laid aside by somebody. */
export const quarantineStates = ["open", "replayed", "discarded"] as const;
export type QuarantineState = (typeof quarantineStates)[number];

/** What may happen to it: a replay that the log took, one that it refused, or somebody lays it aside. */
export const quarantineEvents = ["passed", "refused", "discarded"] as const;
export type QuarantineEvent = (typeof quarantineEvents)[number];

/** Total: what is resolved stays so, whoever comes second. */
export const quarantineTable: Readonly<Record<QuarantineState, Readonly<Record<QuarantineEvent, QuarantineState>>>> = {
  open: { passed: "replayed", refused: "open", discarded: "discarded" },
  replayed: { passed: "replayed", refused: "replayed", discarded: "replayed" },
  discarded: { passed: "discarded", refused: "discarded", discarded: "discarded" },
};
