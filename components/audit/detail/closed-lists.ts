import type { RefusalReason } from "@/lib/access/enter";
import type { SessionEnd } from "@/lib/access/session-end";
import type { GivenFactor } from "@/lib/access/session-rows";
import type { SignInWay } from "@/lib/access/sign-in-ways";
import type { ViewEnding } from "@/lib/access/view-principal";

/** Values that have words of their own, by what they are of: a message `audit.detail.<list>.<value>` for each. */
const how: Readonly<Record<SignInWay | "email" | "made", true>> = {
  password: true,
  link: true,
  oidc: true,
  demo: true,
  email: true,
  made: true,
};
const factor: Readonly<Record<GivenFactor, true>> = { totp: true, recovery: true, provider: true };
const why: Readonly<Record<SessionEnd | ViewEnding, true>> = {
  "signed-out": true,
  replaced: true,
  ended: true,
  "by-administrator": true,
  "by-provider": true,
  "second-factor": true,
  "new-password": true,
  disabled: true,
  time: true,
  permission: true,
  "viewed-disabled": true,
};
const refusal: Readonly<Record<RefusalReason, true>> = {
  wrong: true,
  throttled: true,
  code: true,
  link: true,
  disabled: true,
  "no-grant": true,
  claims: true,
  "email-taken": true,
  issuer: true,
};
const what = { headline: true, table: true, weeks: true, letters: true, given: true, ended: true } as const;
const result = { accepted: true, duplicate: true, rejected: true } as const;

export const closedLists = { how, factor, why, refusal, what, result } as const;
type Lists = typeof closedLists;

export function known<L extends keyof Lists>(list: L, value: unknown): Extract<keyof Lists[L], string> | null {
  const of: object = closedLists[list];
  return typeof value === "string" && Object.hasOwn(of, value) ? (value as Extract<keyof Lists[L], string>) : null;
}

/** Fields that have a name in words; others go by the name that they are recorded under. */
export const namedFields = [
  "accepted",
  "account",
  "added",
  "after",
  "among",
  "by",
  "can",
  "changed",
  "changes",
  "claim",
  "duplicate",
  "endedSecret",
  "endsAt",
  "eventsPerSecond",
  "expiresAt",
  "filter",
  "filters",
  "format",
  "grant",
  "home",
  "how",
  "issuer",
  "mended",
  "name",
  "of",
  "old",
  "oldUntil",
  "people",
  "permissions",
  "person",
  "prefix",
  "reason",
  "rejected",
  "removed",
  "renamed",
  "result",
  "role",
  "rows",
  "scope",
  "screen",
  "secondFactor",
  "session",
  "to",
  "tried",
  "until",
  "validFrom",
  "value",
  "view",
  "viewedAs",
  "was",
  "what",
  "why",
] as const;
