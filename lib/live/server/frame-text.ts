import type { ViewFrame } from "../hub/watcher";

/** What carries figures: as large as the answer is, and the same for all who watch a view. */
export type FigureFrame = Extract<ViewFrame, { kind: "snapshot" | "delta" }>;

const bodies = new WeakMap<FigureFrame, string>();

/**
 * A frame as it goes over the wire, under a subscription's own id. It is written out once, however many watch the view: only
 * the id differs. `2` is Socket.IO's EVENT in the namespace without a name.
 */
export function frameText(id: string, frame: FigureFrame): string {
  const body = bodies.get(frame) ?? bodyOf(frame);
  bodies.set(frame, body);
  return `2["${frame.kind}",{"id":${JSON.stringify(id)},${body}]`;
}

/** All but the id: a JSON object without its opening brace. */
function bodyOf({ kind: _, ...frame }: FigureFrame): string {
  return JSON.stringify(frame).slice(1);
}
