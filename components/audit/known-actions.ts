/** What the audit records, in the order in which it is offered; the words for each are messages (`auditAction`). */
export const knownActions = [
  "people.revealed",
  "people.searched",
  "notes.revealed",
  "contact.entered",
  "roll.entered",
  "meeting.entered",
  "file.exported",
  "session.started",
  "session.ended",
  "sign-in.refused",
  "password.changed",
  "quarantine.viewed",
  "quarantine.previewed",
  "quarantine.replayed",
  "quarantine.discarded",
  "verification.started",
  "audit.verified",
  "audit.searched",
  "audit.exported",
] as const;
export type KnownAction = (typeof knownActions)[number];

/** Null for one that has no words here: it is shown as it is recorded. */
export const asKnown = (action: string): KnownAction | null => knownActions.find((one) => one === action) ?? null;
