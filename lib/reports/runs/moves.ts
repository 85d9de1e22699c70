import {
  type DeliveryEvent,
  type DeliveryState,
  deliveryTable,
  type RenderingEvent,
  type RenderingState,
  type RunEvent,
  type RunState,
  renderingTable,
  runTable,
} from "./states";

/** From which states an event moves, and to which one: what a statement writes, and what it asks for first. */
export type Move<S extends string> = { from: S[]; to: S };

export function moveOf<S extends string, E extends string>(table: Readonly<Record<S, Readonly<Record<E, S>>>>, event: E): Move<S> {
  const rows = Object.entries(table) as [S, Readonly<Record<E, S>>][];
  const moving = rows.filter(([state, becomes]) => becomes[event] !== state);
  const [first] = moving;
  if (first === undefined) throw new Error(`No state is left by ${event}.`);
  return { from: moving.map(([state]) => state), to: first[1][event] };
}

export const runMove = (event: RunEvent): Move<RunState> => moveOf(runTable, event);
export const renderingMove = (event: RenderingEvent): Move<RenderingState> => moveOf(renderingTable, event);
export const deliveryMove = (event: DeliveryEvent): Move<DeliveryState> => moveOf(deliveryTable, event);
