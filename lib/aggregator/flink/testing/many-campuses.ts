import fc from "fast-check";
import { eventSet } from "../../testing/generate-events";
import type { LoggedEvent } from "../../testing/oracle";

const named = ["orgUnit", "parent", "term", "program", "course", "section", "meeting", "assessment", "contact"];
const persons = ["student", "advisor"];

/**
 * Many sets of events at once, each of a campus of its own, so that one job is tried with all of them: each is so small that
 * everything collides, and none touches another. In one arbitrary order.
 */
export function manyCampuses(seed: number, campuses: number): LoggedEvent[] {
  const sets = fc.sample(eventSet({ minLength: 60, maxLength: 80 }), { seed, numRuns: campuses });
  const events = sets.flatMap((set, campus) => set.map((event) => ofCampus(event, campus)));
  const [shuffled] = fc.sample(fc.shuffledSubarray(events, { minLength: events.length }), { seed, numRuns: 1 });
  return shuffled ?? events;
}

function ofCampus(event: LoggedEvent, campus: number): LoggedEvent {
  const person = (id: unknown) => (typeof id === "string" ? `${id.slice(0, 9)}${String(campus).padStart(4, "0")}${id.slice(13)}` : id);
  const data = Object.fromEntries(
    Object.entries(event.data).map(([field, value]) => {
      if (named.includes(field) && typeof value === "string") return [field, `${campus}-${value}`];
      if (persons.includes(field)) return [field, person(value)];
      return [field, field === "instructors" && Array.isArray(value) ? value.map(person) : value];
    }),
  );
  return { ...event, id: `${campus}-${event.id}`, data };
}
