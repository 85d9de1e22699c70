import type { UserPrincipal } from "./principal";
import type { AuditEntry } from "./write-audit";

type Reader = Pick<UserPrincipal, "userId" | "viewedBy">;

/** As whom the audit knows a reader: in a view whoever looks, never whom they look as. */
export const actorOf = ({ userId, viewedBy }: Reader): string => `user:${viewedBy?.userId ?? userId}`;

/** What a reader did, for the audit; in a view with whom they looked as. */
export function inAudit(reader: Reader, { detail, ...entry }: Omit<AuditEntry, "actor">): AuditEntry {
  const viewedAs = reader.viewedBy === undefined ? {} : { viewedAs: reader.viewedBy.as };
  return { ...entry, actor: actorOf(reader), detail: { ...detail, ...viewedAs } };
}
