/** Marks that a viewer saw in all, at a moment. */
export type Seen = { at: number; marks: number };

/**
 * Of each event, the time from when it was due to when the viewer first saw so many marks. The first `skip`
 * events are left out. Throws where events were not seen.
 */
export function arrivalDelays(
  bodies: readonly { dueAt: number; events: number }[],
  seen: readonly Seen[],
  marksBefore: number,
  skip: number,
): number[] {
  const delays: number[] = [];
  let marks = marksBefore;
  let frame = 0;
  for (const { dueAt, events } of bodies) {
    for (let one = 0; one < events; one += 1) {
      marks += 1;
      while ((seen[frame]?.marks ?? Number.POSITIVE_INFINITY) < marks) frame += 1;
      const arrived = seen[frame];
      if (arrived === undefined) throw new Error(`The viewer did not see mark ${marks}.`);
      if (marks - marksBefore > skip) delays.push(arrived.at - dueAt);
    }
  }
  return delays;
}
