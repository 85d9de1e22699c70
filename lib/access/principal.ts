import { type PlainScope, type Scope, unionOf } from "./scope";

export const roles = ["admin", "dean", "faculty", "advisor", "engineer", "viewer"] as const;
export type Role = (typeof roles)[number];

/** Roles whose holders may see students and small counts, within the scope of that grant. */
export const studentLevelRoles: ReadonlySet<Role> = new Set(["admin", "dean", "faculty", "advisor"]);

/** Roles whose holders keep rolls and meetings, within the scope of that grant: who teaches, and who leads. */
export const recordingRoles: ReadonlySet<Role> = new Set(["admin", "dean", "faculty"]);

export const abilities = ["events:write", "kpis:read"] as const;
export type Ability = (typeof abilities)[number];

export type UserPrincipal = {
  kind: "user";
  userId: string;
  sessionId: string;
  name: string;
  email: string;
  roles: Role[];
  /** What may be seen as figures. */
  scope: Scope;
  /** What may be seen student by student: the part of the scope whose role allows it. */
  studentScope: Scope;
  /** Where rolls and meetings may be recorded: the part of the scope whose role allows it. */
  recordScope: Scope;
  /** True where the whole scope may be seen student by student; else small counts are suppressed. */
  studentLevel: boolean;
};

export type KeyPrincipal = {
  kind: "api-key";
  keyId: string;
  can: ReadonlySet<Ability>;
  scope: Scope;
  studentScope: Scope;
  /** A key is made by an administrator for a machine that needs the exact figures of its scope. */
  studentLevel: true;
  /** What it may send on average; null: the default. */
  eventsPerSecond: number | null;
};

export type Principal = UserPrincipal | KeyPrincipal;

export type Grant = { role: Role; scope: PlainScope };

/** What grants add up to. Figures are exact only where every grant allows the student level. */
export function combine(
  grants: readonly Grant[],
): Pick<UserPrincipal, "roles" | "scope" | "studentScope" | "recordScope" | "studentLevel"> {
  const withStudents = grants.filter((grant) => studentLevelRoles.has(grant.role));
  return {
    roles: roles.filter((role) => grants.some((grant) => grant.role === role)),
    scope: unionOf(grants.map((grant) => grant.scope)),
    studentScope: unionOf(withStudents.map((grant) => grant.scope)),
    recordScope: unionOf(grants.filter((grant) => recordingRoles.has(grant.role)).map((grant) => grant.scope)),
    studentLevel: withStudents.length > 0 && withStudents.length === grants.length,
  };
}
