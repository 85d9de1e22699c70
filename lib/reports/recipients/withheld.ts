/**
 * Why somebody who is to get a report gets none.
 *
 * `unknown`, `disabled`: no user, or one who may not sign in · `role-ended`: no recipient any more · `owner-may-not`: whose
 * report it is may not send to others any more, or not this scope to an address outside · `no-scope`: holds no grant that shows anything · `nothing-own`: of what the
 * report is about nothing is theirs · `out-of-scope`: the place that it is about is not · `too-many`: more places are theirs
 * than one document holds.
 */
export const withheldReasons = [
  "unknown",
  "disabled",
  "role-ended",
  "owner-may-not",
  "no-scope",
  "nothing-own",
  "out-of-scope",
  "too-many",
] as const;
export type Withheld = (typeof withheldReasons)[number];
