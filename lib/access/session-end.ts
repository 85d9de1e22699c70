/** Why sessions ended that did not end by their time. */
export type SessionEnd =
  | "signed-out"
  | "replaced"
  | "ended"
  | "by-administrator"
  | "by-provider"
  | "second-factor"
  | "new-password"
  | "disabled";
