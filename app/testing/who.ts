import { randomUUID } from "node:crypto";
import { makeRole } from "@/lib/access/administration/change-roles";
import { createApiKey } from "@/lib/access/manage-api-keys";
import { type InstitutionPermission, institutionPermissions } from "@/lib/access/permissions";
import type { Role } from "@/lib/access/roles";
import type { PlainScope } from "@/lib/access/scope";
import { Sessions } from "@/lib/access/sessions";
import { createUser, disableUser } from "@/lib/access/users";
import { beginView } from "@/lib/access/views";
import { cookieOf } from "@/lib/live/testing/live-process";
import type { Database } from "@/lib/platform/database";

/**
 * Everybody whom a door may be opened or closed to. Whoever has a part has the side `mine`, but for those of the whole
 * institution. The administrator comes last: what they change is as it was for everybody before.
 */
export const everybody = [
  "dean",
  "faculty",
  "advisor",
  "engineer",
  "viewer",
  "auditor",
  "tutor",
  "viewing",
  "ended",
  "over",
  "disabled",
  "nobody",
  "reading key",
  "writing key",
  "admin",
] as const;
export type Who = (typeof everybody)[number];

/**
 * Signed in, whatever they hold. `auditor` has a role of the institution's own, which allows to read the audit and
 * nothing else; `tutor` has one student; `viewing` is an administrator who sees the product as `faculty`; `ended` and
 * `over` hold no grant any more.
 */
export const signedIn = [
  "dean",
  "faculty",
  "advisor",
  "engineer",
  "viewer",
  "auditor",
  "tutor",
  "viewing",
  "ended",
  "over",
  "admin",
] as const satisfies readonly Who[];
/** For them nothing is foreign. */
export const ofAll: ReadonlySet<Who> = new Set<Who>(["admin", "engineer", "auditor"]);
/** They see figures, and no student. */
export const seesNobody: ReadonlySet<Who> = new Set<Who>(["viewer", "engineer", "auditor"]);

export type Credentials = Readonly<Record<string, string>>;

/** `userId`: empty where they are no user. `spare`: a session of theirs beside the one that they come with, which may be ended; empty where there is none. */
export type Asker = { credentials: Credentials; spare: string; userId: string };
/** `alone`: who has one permission over the whole institution, and no other. `stranger`: a session of somebody else. */
export type Everybody = {
  who: Readonly<Record<Who, Asker>>;
  alone: ReadonlyMap<InstitutionPermission, Asker>;
  stranger: string;
};

const mine: PlainScope = { kind: "org-units", orgUnits: ["u-mine"] };
const institution: PlainScope = { kind: "institution" };
type Persons = { lecturer: string; advisor: string; student: string };

/** Users with sessions that began through the door that sign-in uses, and keys. */
export async function everybodyIn(database: Database, secret: string, persons: Persons): Promise<Everybody> {
  const sessions = new Sessions(database, { subscribe: () => () => undefined, stop: async () => undefined }, Date.now);
  const scopes: Readonly<Record<Role, PlainScope>> = {
    admin: institution,
    dean: mine,
    faculty: { kind: "instructor", person: persons.lecturer },
    advisor: { kind: "advisor", person: persons.advisor },
    engineer: institution,
    viewer: mine,
  };
  const enter = async (role: string, scope: PlainScope) => {
    const userId = await createUser(database, { email: `${randomUUID()}@example.org`, name: `A ${role}`, role, scope });
    const start = () => sessions.start(userId, { byLink: false });
    const [sessionId, spare] = [await start(), await start()];
    return { userId, sessionId, spare, credentials: { cookie: await cookieOf(sessionId, secret) } };
  };
  const signIn = (role: Role) => enter(role, scopes[role]);
  const withKey = async (can: "kpis:read" | "events:write", scope: PlainScope) => {
    const { key } = await createApiKey(database, { name: randomUUID(), can: [can], scope });
    return { spare: "", userId: "", credentials: { authorization: `Bearer ${key}` } };
  };
  const system = { actor: "system", userId: null, now: new Date(), demo: false };
  const enterWith = async (permission: InstitutionPermission) => {
    const name = `Only ${permission}`;
    return enter(await makeRole(database, system, { name, nameKo: null, home: "overview", permissions: [permission] }), institution);
  };
  const nobody: Asker = { credentials: {}, spare: "", userId: "" };
  const alone = new Map<InstitutionPermission, Asker>();
  for (const permission of institutionPermissions) alone.set(permission, await enterWith(permission));

  const [admin, faculty, viewing] = [await signIn("admin"), await signIn("faculty"), await signIn("admin")];
  await beginView(database, viewing, { user: faculty.userId }, new Date());
  const [disabled, ended, over] = [await signIn("admin"), await signIn("dean"), await signIn("dean")];
  await disableUser(database, disabled.userId);
  const grant = (set: string, userId: string) => database.owner.query(`UPDATE app.role_grant SET ${set} WHERE user_id = $1`, [userId]);
  await grant("revoked_at = now()", ended.userId);
  await grant("ends_at = now() - interval '1 second'", over.userId);
  const who: Everybody["who"] = {
    dean: await signIn("dean"),
    faculty,
    advisor: await signIn("advisor"),
    engineer: await signIn("engineer"),
    viewer: await signIn("viewer"),
    auditor: alone.get("audit:read") ?? nobody,
    tutor: await enter("dean", { kind: "students", students: [persons.student] }),
    viewing,
    ended,
    over,
    disabled,
    nobody,
    "reading key": await withKey("kpis:read", mine),
    "writing key": await withKey("events:write", institution),
    admin,
  };
  const { spare: stranger } = await signIn("viewer");
  return { who, alone, stranger };
}
