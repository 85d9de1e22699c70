import type { AuditAction } from "@/lib/access/audit/audit-actions";

/** What can be said of an entry in a few words, by the fields that it takes them from: a message `audit.detail.said.<id>` for each. */
export const phrases = {
  screen: ["screen"],
  notes: ["notes"],
  among: ["among"],
  of: ["of"],
  viewedAs: ["viewedAs"],
  file: ["what", "format", "rows"],
  entries: ["format", "rows"],
  began: ["how", "secondFactor"],
  ended: ["why"],
  refused: ["how", "reason"],
  linked: ["issuer", "how"],
  setTo: ["to"],
  mapped: ["claim", "value", "role", "scope"],
  changed: ["changed"],
  given: ["role", "scope", "endsAt"],
  moved: ["role", "was", "endsAt"],
  ofRole: ["role"],
  byClaim: ["what", "role", "scope"],
  begins: ["home"],
  allows: ["permissions"],
  allowsMore: ["added"],
  allowsLess: ["removed"],
  renamed: ["renamed"],
  named: ["name"],
  can: ["can", "scope"],
  expires: ["expiresAt"],
  changes: ["changes"],
  secret: ["prefix"],
  rotated: ["prefix", "old", "oldUntil"],
  endedSecret: ["endedSecret"],
  over: ["scope"],
  until: ["until"],
  policyFrom: ["validFrom"],
  past: ["past"],
  scale: ["scale", "terms"],
  grades: ["grades"],
  letters: ["letters"],
  tidied: ["sessions", "links", "attempts", "quarantine"],
  tidiedReleases: ["releases"],
  tidiedReports: ["documents", "mails"],
  mended: ["mended"],
  result: ["result"],
  replayed: ["tried", "accepted", "duplicate", "rejected"],
  after: ["after"],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type PhraseId = keyof typeof phrases;

const everywhere = ["viewedAs"] as const satisfies readonly PhraseId[];

/** By kind of entry, in the order in which it is said; a new kind of entry has to be decided here. */
const ofAction: Readonly<Record<AuditAction, readonly PhraseId[]>> = {
  "people.revealed": ["screen"],
  "people.searched": ["screen", "among"],
  "notes.revealed": ["screen", "notes"],
  "contact.entered": [],
  "roll.entered": ["of"],
  "meeting.entered": ["of"],
  "term.entered": [],
  "file.exported": ["file", "entries"],
  "session.began": ["began"],
  "session.ended": ["ended"],
  "session.refused": ["refused"],
  "password.changed": [],
  "second-factor.set": [],
  "second-factor.removed": [],
  "recovery-codes.made": [],
  "recovery-code.used": [],
  "identity.linked": ["linked"],
  "sign-in-setting.changed": ["setTo"],
  "claim-mapping.added": ["mapped"],
  "claim-mapping.removed": ["mapped"],
  "user.invited": [],
  "user.changed": ["changed"],
  "user.linked": [],
  "user.disabled": [],
  "user.enabled": [],
  "grant.given": ["given"],
  "grant.changed": ["moved"],
  "grant.ended": ["ofRole"],
  "grant.from-claim": ["byClaim"],
  "role.made": ["begins", "allows"],
  "role.changed": ["allowsMore", "allowsLess", "renamed", "begins"],
  "role.removed": [],
  "key.made": ["named", "can", "expires", "secret"],
  "key.changed": ["named", "changes", "endedSecret"],
  "key.rotated": ["named", "rotated"],
  "key.revoked": ["named"],
  "view-as.began": ["over", "until"],
  "view-as.ended": ["ended"],
  "policy.made": ["policyFrom", "changed", "past"],
  "policy.withdrawn": ["policyFrom"],
  "recomputation.began": ["scale"],
  "recomputation.ended": ["scale", "grades"],
  "scale.added": ["letters"],
  "scale.changed": ["letters"],
  "retention.applied": ["tidied", "tidiedReleases", "tidiedReports"],
  "quarantine.viewed": [],
  "quarantine.previewed": ["mended"],
  "quarantine.replayed": ["result", "mended", "replayed"],
  "quarantine.discarded": [],
  "verification.started": [],
  "audit.verified": [],
  "audit.searched": [],
  "audit.exported": ["after"],
  "report.previewed": ["named"],
  "report.bounced": [],
  "report.scheduled": ["named"],
  "report.changed": ["named"],
  "report.paused": ["named"],
  "report.resumed": ["named"],
  "report.removed": ["named"],
  "report.started": ["named"],
  "report.cancelled": ["named"],
  "holiday.added": ["named"],
  "holiday.removed": ["named"],
  "report.opened": [],
  "alert.made": ["named"],
  "alert.changed": ["named"],
  "alert.removed": ["named"],
  "alert.paused": ["named"],
  "alert.resumed": ["named"],
  "alert.muted": ["named"],
  "alert.acknowledged": ["named"],
  "webhook.made": ["named"],
  "webhook.enabled": ["named"],
  "webhook.disabled": ["named"],
  "webhook.removed": ["named"],
};

type Detail = readonly { name: string; value: unknown }[];

/**
 * Which phrases say what an entry holds, and the fields that none of them takes: between them nothing is lost. A phrase is
 * said where all of its fields are there and none was said before; an entry of an action that is not known has none.
 */
export function phrasesFor(action: AuditAction | null, detail: Detail): { said: PhraseId[]; rest: Detail } {
  const left = new Map(detail.map((field) => [field.name, field]));
  const said: PhraseId[] = [];
  for (const id of action === null ? [] : [...ofAction[action], ...everywhere]) {
    if (!phrases[id].every((name) => left.has(name))) continue;
    for (const name of phrases[id]) left.delete(name);
    said.push(id);
  }
  return { said, rest: [...left.values()] };
}
