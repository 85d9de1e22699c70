import { randomUUID } from "node:crypto";
import { createApiKey } from "@/lib/access/manage-api-keys";
import type { Role } from "@/lib/access/roles";
import type { PlainScope } from "@/lib/access/scope";
import { Sessions } from "@/lib/access/sessions";
import { createUser, disableUser } from "@/lib/access/users";
import { cookieOf } from "@/lib/live/testing/live-process";
import type { Database } from "@/lib/platform/database";

/** Everybody whom a door may be opened or closed to. Whoever has a part has the side `mine`. */
export const everybody = [
  "admin",
  "dean",
  "faculty",
  "advisor",
  "engineer",
  "viewer",
  "ended",
  "over",
  "disabled",
  "nobody",
  "reading key",
  "writing key",
] as const;
export type Who = (typeof everybody)[number];

/** Signed in, whatever they hold; `ended` and `over` hold no grant any more. */
export const signedIn = ["admin", "dean", "faculty", "advisor", "engineer", "viewer", "ended", "over"] as const satisfies readonly Who[];
/** For them nothing is foreign. */
export const ofAll: ReadonlySet<Who> = new Set<Who>(["admin", "engineer"]);

export type Credentials = Readonly<Record<string, string>>;

const mine: PlainScope = { kind: "org-units", orgUnits: ["u-mine"] };
type Persons = { lecturer: string; advisor: string };

/** Users with sessions that began through the door that sign-in uses, and keys. */
export async function everybodyIn(database: Database, secret: string, persons: Persons): Promise<Readonly<Record<Who, Credentials>>> {
  const sessions = new Sessions(database, { subscribe: () => () => undefined, stop: async () => undefined }, Date.now);
  const scopes: Readonly<Record<Role, PlainScope>> = {
    admin: { kind: "institution" },
    dean: mine,
    faculty: { kind: "instructor", person: persons.lecturer },
    advisor: { kind: "advisor", person: persons.advisor },
    engineer: { kind: "institution" },
    viewer: mine,
  };
  const signIn = async (role: Role) => {
    const userId = await createUser(database, { email: `${randomUUID()}@example.org`, name: `A ${role}`, role, scope: scopes[role] });
    const cookie = await cookieOf(await sessions.start(userId, { byLink: false }), secret);
    return { userId, credentials: { cookie } };
  };
  const withKey = async (can: "kpis:read" | "events:write", scope: PlainScope) => {
    const { key } = await createApiKey(database, { name: randomUUID(), can: [can], scope });
    return { authorization: `Bearer ${key}` };
  };
  const [disabled, ended, over] = [await signIn("admin"), await signIn("dean"), await signIn("dean")];
  await disableUser(database, disabled.userId);
  const grant = (set: string, userId: string) => database.owner.query(`UPDATE app.role_grant SET ${set} WHERE user_id = $1`, [userId]);
  await grant("revoked_at = now()", ended.userId);
  await grant("ends_at = now() - interval '1 second'", over.userId);
  return {
    admin: (await signIn("admin")).credentials,
    dean: (await signIn("dean")).credentials,
    faculty: (await signIn("faculty")).credentials,
    advisor: (await signIn("advisor")).credentials,
    engineer: (await signIn("engineer")).credentials,
    viewer: (await signIn("viewer")).credentials,
    ended: ended.credentials,
    over: over.credentials,
    disabled: disabled.credentials,
    nobody: {},
    "reading key": await withKey("kpis:read", mine),
    "writing key": await withKey("events:write", { kind: "institution" }),
  };
}
