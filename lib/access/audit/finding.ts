import * as z from "zod/mini";

/**
 * How an entry is wrong.
 * `missing`: it is not there, and entries after it or the head say that it was · `changed`: it does not hash to what it
 * holds · `replaced`: the one after it was chained to another in its place · `inserted`: the one after it was chained to
 * the one before it · `beyond`: the head does not know of it · `rewritten`: the chain holds, but a signed head says that
 * it was another; the first that differs lies between this entry and `until` · `anchor`: a head is not signed by this
 * institution's key, so that nothing can be compared with it.
 */
export const findingKinds = ["missing", "changed", "replaced", "inserted", "beyond", "rewritten", "anchor"] as const;

export const findingSchema = z.object({
  entry: z.number(),
  how: z.enum(findingKinds),
  until: z.optional(z.number()),
  /** The time of the signed head that tells. */
  anchoredAt: z.optional(z.string()),
});
export type Finding = z.infer<typeof findingSchema>;

const words: Readonly<Record<Finding["how"], string>> = {
  missing: "is missing",
  changed: "was changed",
  replaced: "is not the one that was recorded",
  inserted: "was inserted",
  beyond: "was added behind the head's back",
  rewritten: "is the first that may have been rewritten",
  anchor: "is said to be the last by an anchor that this installation's key did not sign",
};

/** For the command line. */
export function findingInWords({ entry, how, until, anchoredAt }: Finding): string {
  const range = until === undefined || until === entry ? "" : ` (up to entry ${until})`;
  const by = anchoredAt === undefined ? "" : `, by the head signed at ${anchoredAt}`;
  return `entry ${entry} ${words[how]}${range}${by}`;
}
