import type { UserPrincipal } from "./principal";

/**
 * Whether the data page is theirs: data engineers and administrators of the whole institution. Sources and
 * quarantine are nobody's part of it, so that whoever has a part only sees nothing of them. But for two counts that
 * "why this number?" gives to everybody, for a number must say what could still change it: how many of its events
 * were rejected, and how the last verification came out. They are of the whole institution and name nobody.
 */
export function mayOpenData({ may }: Pick<UserPrincipal, "may">): boolean {
  return may.has("data:mend");
}
