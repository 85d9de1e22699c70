/**
 * What a run, a rendering and a delivery can become, as total tables: an event that comes too late, or to who is past it,
 * changes nothing. Walked by states.test.ts; SQL takes its conditions from here (moves.ts).
 */

/** `skipped`: it was missed, and is not made up for. */
export const runStates = ["waiting", "working", "done", "failed", "cancelled", "skipped"] as const;
export type RunState = (typeof runStates)[number];
/** `served`: every recipient was, or needed nothing · `fell-short`: somebody was not, for a fault of ours. */
export const runEvents = ["begun", "served", "fell-short", "cancelled"] as const;
export type RunEvent = (typeof runEvents)[number];

export const runTable: Readonly<Record<RunState, Readonly<Record<RunEvent, RunState>>>> = {
  waiting: { begun: "working", served: "waiting", "fell-short": "failed", cancelled: "cancelled" },
  working: { begun: "working", served: "done", "fell-short": "failed", cancelled: "cancelled" },
  done: { begun: "done", served: "done", "fell-short": "done", cancelled: "done" },
  failed: { begun: "failed", served: "failed", "fell-short": "failed", cancelled: "failed" },
  cancelled: { begun: "cancelled", served: "cancelled", "fell-short": "cancelled", cancelled: "cancelled" },
  skipped: { begun: "skipped", served: "skipped", "fell-short": "skipped", cancelled: "skipped" },
};

export const renderingStates = ["waiting", "rendering", "ready", "failed", "cancelled"] as const;
export type RenderingState = (typeof renderingStates)[number];
export const renderingEvents = ["claimed", "rendered", "put-off", "given-up", "cancelled"] as const;
export type RenderingEvent = (typeof renderingEvents)[number];

export const renderingTable: Readonly<Record<RenderingState, Readonly<Record<RenderingEvent, RenderingState>>>> = {
  waiting: { claimed: "rendering", rendered: "waiting", "put-off": "waiting", "given-up": "waiting", cancelled: "cancelled" },
  rendering: { claimed: "rendering", rendered: "ready", "put-off": "waiting", "given-up": "failed", cancelled: "cancelled" },
  ready: { claimed: "ready", rendered: "ready", "put-off": "ready", "given-up": "ready", cancelled: "ready" },
  failed: { claimed: "failed", rendered: "failed", "put-off": "failed", "given-up": "failed", cancelled: "failed" },
  cancelled: { claimed: "cancelled", rendered: "cancelled", "put-off": "cancelled", "given-up": "cancelled", cancelled: "cancelled" },
};

/**
 * `sending`: a server is spoken to, or was when its process ended; it may have it · `sent`: it has it · `kept`: in the
 * archive, and nothing was to be mailed · `refused`: the server will not · `failed`: we could not · `withheld`: it is not
 * theirs to see any more · `bounced`: it was taken, and came back.
 */
export const deliveryStates = ["waiting", "sending", "sent", "kept", "refused", "failed", "withheld", "cancelled", "bounced"] as const;
export type DeliveryState = (typeof deliveryStates)[number];
export const deliveryEvents = [
  "begun",
  "accepted",
  "archived",
  "refused",
  "put-off",
  "given-up",
  "withheld",
  "changed-eyes",
  "cancelled",
  "bounced",
] as const;
export type DeliveryEvent = (typeof deliveryEvents)[number];

const over = <S extends DeliveryState>(state: S): Record<DeliveryEvent, S> => ({
  begun: state,
  accepted: state,
  archived: state,
  refused: state,
  "put-off": state,
  "given-up": state,
  withheld: state,
  "changed-eyes": state,
  cancelled: state,
  bounced: state,
});

export const deliveryTable: Readonly<Record<DeliveryState, Readonly<Record<DeliveryEvent, DeliveryState>>>> = {
  waiting: {
    ...over("waiting"),
    begun: "sending",
    archived: "kept",
    withheld: "withheld",
    "given-up": "failed",
    cancelled: "cancelled",
  },
  sending: {
    begun: "sending",
    accepted: "sent",
    archived: "kept",
    refused: "refused",
    "put-off": "waiting",
    "given-up": "failed",
    withheld: "withheld",
    "changed-eyes": "waiting",
    // A server may have it already: its answer is waited for.
    cancelled: "sending",
    // Faster than our own record of its acceptance.
    bounced: "bounced",
  },
  sent: { ...over("sent"), bounced: "bounced" },
  kept: over("kept"),
  refused: over("refused"),
  failed: over("failed"),
  withheld: over("withheld"),
  cancelled: over("cancelled"),
  bounced: over("bounced"),
};
