import { fewEvents } from "./kept-plans";

/** Milliseconds that a lane rests at most. */
const longestRest = 50;

/**
 * How long a lane rests after a batch, in milliseconds: after few events as long as they took. Most of what such a batch takes does not
 * hang on how many they are, so that what comes meanwhile is cheaper in one batch than in two, and readers get processors. Where the
 * batch was full more is waiting, and there is no rest.
 */
export function restAfter({ events, batchSize, took }: { events: number; batchSize: number; took: number }): number {
  return events <= fewEvents && events < batchSize ? Math.min(took, longestRest) : 0;
}
