import type { Seen } from "./arrival-delays";

/**
 * From a kill, in milliseconds. `taken`: to an acknowledgement of what was due after it; `fresh`: to a frame that holds such an event;
 * `caughtUp`: to one that lacks nothing due a second before.
 */
export type FreshAgain = { taken: number; fresh: number; caughtUp: number };

const behind = 1_000;

/**
 * Of each kill, how long a viewer waited. Each event is one mark more: a frame that counts more marks than were due by the kill
 * holds one that was due after it. Throws where there is no such frame.
 */
export function freshAgain(
  bodies: readonly { dueAt: number; takenAt: number; events: number }[],
  seen: readonly Seen[],
  kills: readonly number[],
): FreshAgain[] {
  const dueBy = (moment: number) => bodies.reduce((sum, { dueAt, events }) => sum + (dueAt <= moment ? events : 0), 0);
  return kills.map((killedAt) => {
    const due = dueBy(killedAt);
    const after = seen.filter(({ at }) => at > killedAt);
    const fresh = after.find(({ marks }) => marks > due);
    const caughtUp = after.find(({ at, marks }) => marks > due && marks >= dueBy(at - behind));
    if (fresh === undefined || caughtUp === undefined) throw new Error("The viewer saw nothing new after a kill.");
    const taken = bodies.reduce(
      (first, { dueAt, takenAt }) => (dueAt > killedAt ? Math.min(first, takenAt) : first),
      Number.POSITIVE_INFINITY,
    );
    return { taken: taken - killedAt, fresh: fresh.at - killedAt, caughtUp: caughtUp.at - killedAt };
  });
}
