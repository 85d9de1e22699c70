import { mayBeShown } from "@/lib/access/chosen-scope";
import { combine } from "@/lib/access/principal";
import { reachedBy } from "@/lib/access/reached-by";
import { scopeKey } from "@/lib/access/scope";
import { localDay } from "@/lib/platform/clock";
import type { Database } from "@/lib/platform/database";
import { Limit } from "@/lib/platform/limit";
import type { Locale } from "@/lib/platform/locale";
import type { ReportContent, Subject } from "../content-shape";
import type { Eyes } from "../ports";
import type { Recipient } from "../recipients-shape";
import { eyesKey, eyesOf, outsideEyes, scopesOf } from "./eyes";
import { type ListedUser, listUsers } from "./list-users";
import type { Withheld } from "./withheld";
import { workOutSubjects } from "./work-out-subjects";

/** As of when it is asked who gets what, and where the institution's days are. */
export type Asking = {
  database: Database;
  now: Date;
  timeZone: string;
  /** Whether the demo's users can sign in; else they are nobody. */
  demo: boolean;
};

export type Addressee = {
  /** user:<id>, or address:<address> in lower case. */
  recipient: string;
  userId: string | null;
  /** Of an address outside; a user's is read when it is sent. */
  address: string | null;
  name: string | null;
};
/** `reached`: what the eyes reach through who teaches and advises (lib/access/reached-by.ts). */
export type Share = { eyes: Eyes; reached: string; locale: Locale; subjects: readonly Subject[] };
export type Expanded = Addressee & (Share | { withheld: Withheld });

export type Report = { owner: string; recipients: readonly Recipient[]; content: ReportContent };

/** At most so many look for their places at once: readers of the screens have the same connections. */
const mostAtOnce = 4;

/**
 * Who gets a report now, each once, and under which eyes: those of their grants of this moment. Everybody who is named is
 * there, with the reason where they get none; a role's holders are those of now. `only`: one of them alone, who is missing
 * where they are no recipient any more.
 */
export async function expandRecipients(asking: Asking, report: Report, only: string | null = null): Promise<Expanded[]> {
  const owner = await rightsOf(asking, report.owner);
  const managesAll = owner.may.has("reports:manage");
  const { subjectsOf, reachedOf } = remembering(asking, report.content);
  const read = async (addressee: Addressee, eyes: Eyes | Withheld, locale: Locale): Promise<Expanded> => {
    if (!managesAll && addressee.userId !== report.owner) return { ...addressee, withheld: "owner-may-not" };
    if (typeof eyes === "string") return { ...addressee, withheld: eyes };
    if (addressee.userId === null && !mayBeShown(owner, eyes.scope)) return { ...addressee, withheld: "owner-may-not" };
    const found = await subjectsOf(eyes.scope);
    if ("withheld" in found) return { ...addressee, withheld: found.withheld };
    return { ...addressee, eyes, reached: await reachedOf(eyes), locale, ...found };
  };
  const { language } = report.content;
  const users = await findUsers(asking, report, only);
  const addresses = report.recipients.flatMap((one) => (one.to === "address" && isAsked(addressKey(one.address), only) ? [one] : []));
  return Promise.all([
    ...users.map((user) => read(...asAddressee(user, asking), language ?? ("unknown" in user ? null : user.locale) ?? "en")),
    ...[...new Map(addresses.map((one) => [addressKey(one.address), one])).values()].map(({ address, scope, language: own }) =>
      read({ recipient: addressKey(address), userId: null, address, name: null }, outsideEyes(scope), language ?? own),
    ),
  ]);
}

const maySignIn = (user: ListedUser, demo: boolean) => !user.disabled && (demo || !user.demo);
const isAsked = (recipient: string, only: string | null) => only === null || only === recipient;
export const userKey = (id: string): string => `user:${id}`;
export const addressKey = (address: string): string => `address:${address.toLowerCase()}`;

type FoundUser = ListedUser | { id: string; unknown: true };

async function findUsers({ database, now, timeZone, demo }: Asking, { recipients }: Report, only: string | null): Promise<FoundUser[]> {
  if (only !== null && !only.startsWith("user:")) return [];
  const users = recipients.flatMap((one) => (one.to === "user" && isAsked(userKey(one.user), only) ? [one.user] : []));
  const roles = recipients.flatMap((one) => (one.to === "role" ? [{ role: one.role, within: one.within }] : []));
  const moment = { now, today: localDay(now, timeZone) };
  const found = await listUsers(database.owner, { users, roles, only: only === null ? null : only.slice("user:".length) }, moment);
  // Who holds a role but may not sign in is none of its holders; who is named is told of.
  const listed = found.filter((user) => users.includes(user.id) || maySignIn(user, demo));
  const known = new Set(listed.map(({ id }) => id));
  return [...listed, ...[...new Set(users)].filter((id) => !known.has(id)).map((id): FoundUser => ({ id, unknown: true }))];
}

function asAddressee(user: FoundUser, { demo }: Asking): [Addressee, Eyes | Withheld] {
  const recipient = userKey(user.id);
  if ("unknown" in user) return [{ recipient, userId: null, address: null, name: null }, "unknown"];
  const addressee = { recipient, userId: user.id, address: null, name: user.name };
  if (!maySignIn(user, demo)) return [addressee, "disabled"];
  return [addressee, eyesOf(combine(user.grants))];
}

/** A report for others, or for an address, is sent by the right of whose report it is, at the time of sending too. */
export const ownerManagesAll = async (asking: Asking, owner: string): Promise<boolean> =>
  (await rightsOf(asking, owner)).may.has("reports:manage");

/** What the owner may by now: nothing, where they may not sign in. */
async function rightsOf({ database, now, timeZone, demo }: Asking, owner: string): Promise<ReturnType<typeof combine>> {
  const [found] = await listUsers(database.owner, { users: [owner], roles: [], only: owner }, { now, today: localDay(now, timeZone) });
  return combine(found !== undefined && maySignIn(found, demo) ? found.grants : []);
}

/** Recipients of the same scope have the same places and reach the same: both are looked up once. */
function remembering({ database, now, timeZone }: Asking, content: ReportContent) {
  const limit = new Limit(mostAtOnce);
  return {
    subjectsOf: onceEach(limit, scopeKey, (scope) => workOutSubjects(database, scope, content, localDay(now, timeZone))),
    reachedOf: onceEach(limit, eyesKey, (eyes) => reachedBy(database.owner, scopesOf(eyes))),
  };
}

function onceEach<Asked, Found>(limit: Limit, keyOf: (asked: Asked) => string, look: (asked: Asked) => Promise<Found>) {
  const known = new Map<string, Promise<Found>>();
  const lookWithin = async (asked: Asked): Promise<Found> => {
    const leave = await limit.enter();
    try {
      return await look(asked);
    } finally {
      leave();
    }
  };
  return (asked: Asked): Promise<Found> => {
    const key = keyOf(asked);
    const found = known.get(key) ?? lookWithin(asked);
    known.set(key, found);
    return found;
  };
}
