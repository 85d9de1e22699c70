/**
 * What a viewer may say of one followed view, as a total table.
 *
 * asked: subscribed, no answer yet · live: follows the feed · stale: the server says, or its silence does,
 * that figures may be behind · lost: no connection, the last values are kept · gone: not there, or not for
 * this reader · refused: a wrong question, or one that this reader may not ask (any more); the values of
 * both are dropped · later: turned away for now, asked again.
 */
export const viewStates = ["asked", "live", "stale", "lost", "gone", "refused", "later"] as const;
export type ViewState = (typeof viewStates)[number];
/**
 * ask: subscribed (anew) · data: a snapshot, or a delta that fits · doubt: a stale frame, or nothing heard for
 * too long · drop: the connection went · deny: closed as not-found or forbidden · refuse: closed as wrong ·
 * defer: closed for now.
 */
export const viewEvents = ["ask", "data", "doubt", "drop", "deny", "refuse", "defer"] as const;
export type ViewEvent = (typeof viewEvents)[number];

type Row = Readonly<Record<ViewEvent, ViewState>>;
const follows: Row = { ask: "asked", data: "live", doubt: "stale", drop: "lost", deny: "gone", refuse: "refused", defer: "later" };

export const viewTable: Readonly<Record<ViewState, Row>> = {
  asked: follows,
  live: { ...follows, ask: "live" }, // asked again after a gap: what is shown held a moment ago
  stale: { ...follows, ask: "stale" },
  lost: follows,
  gone: { ...follows, doubt: "gone", drop: "gone" },
  refused: { ...follows, doubt: "refused", drop: "refused" },
  later: { ...follows, doubt: "later" },
};
