/** The connection as a total table: every event in every state leads somewhere. */
export const connectionStates = ["connecting", "connected", "disconnected", "refused"] as const;
export type ConnectionState = (typeof connectionStates)[number];
export const connectionEvents = ["open", "drop", "retry", "refuse"] as const;
export type ConnectionEvent = (typeof connectionEvents)[number];

export const connectionTable: Readonly<Record<ConnectionState, Readonly<Record<ConnectionEvent, ConnectionState>>>> = {
  connecting: { open: "connected", drop: "disconnected", retry: "connecting", refuse: "refused" },
  connected: { open: "connected", drop: "disconnected", retry: "connected", refuse: "refused" },
  disconnected: { open: "connected", drop: "disconnected", retry: "disconnected", refuse: "refused" },
  refused: { open: "connected", drop: "refused", retry: "refused", refuse: "refused" },
};
