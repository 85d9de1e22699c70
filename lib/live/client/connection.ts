/** The connection as a total table: every event in every state leads somewhere. */
export const connectionStates = ["connecting", "connected", "disconnected", "refused"] as const;
export type ConnectionState = (typeof connectionStates)[number];
/** open: the server took us in · drop: the connection is gone and is tried again · refuse: nobody is signed in. */
export const connectionEvents = ["open", "drop", "refuse"] as const;
export type ConnectionEvent = (typeof connectionEvents)[number];

export const connectionTable: Readonly<Record<ConnectionState, Readonly<Record<ConnectionEvent, ConnectionState>>>> = {
  connecting: { open: "connected", drop: "disconnected", refuse: "refused" },
  connected: { open: "connected", drop: "disconnected", refuse: "refused" },
  disconnected: { open: "connected", drop: "disconnected", refuse: "refused" },
  refused: { open: "connected", drop: "refused", refuse: "refused" },
};
