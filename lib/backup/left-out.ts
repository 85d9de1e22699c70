/**
 * Tables whose rows stay behind: they let somebody in, or belong to processes that run. Whoever restores makes a database
 * of another moment, in which what was ended since must not be open again.
 */
export const leftOut: Readonly<Record<string, string>> = {
  "app.session": "Everybody signs in anew: a session that was ended since would be open again.",
  "app.view_as": "Hangs on sessions.",
  "app.look_reason": "Hangs on sessions.",
  "app.sign_in_link": "A link that was used since would open again; make another.",
  "app.sign_in_step": "A sign-in under way.",
  "app.sign_in_attempt": "Guesses are counted by windows of a quarter of an hour.",
  "app.print_token": "Holds for a minute.",
  "app.audit_written": "Empty between transactions.",
  "log.consumer_member": "Processes that run.",
};
