import type { Watch } from "./rule-shape";
import { viewIn } from "./view-of";

/** The page that shows what a rule watches, with its filters; days are those of `today`. */
export function linkOf(watch: Watch, today: string, term: string | null): string {
  const { place, program } = watch;
  const path = place.kind === "own" ? "/overview" : `/${place.kind}/${encodeURIComponent(place.id)}`;
  // The days of the figure itself, without those that it is held against.
  const { from, to, term: ofTerm } = viewIn(term, { ...watch, condition: { when: "below", value: 0 } }, today);
  const parameters = new URLSearchParams();
  if (ofTerm !== undefined && watch.condition.when !== "stale") parameters.set("term", ofTerm);
  if (from !== undefined && watch.condition.when !== "stale") parameters.set("from", from);
  if (to !== undefined && watch.condition.when !== "stale") parameters.set("to", to);
  if (program !== null) parameters.set("program", program);
  return parameters.size === 0 ? path : `${path}?${parameters}`;
}
