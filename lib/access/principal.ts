import { type InstitutionPermission, institutionPermissions, type ScopedPermission } from "./permissions";
import { inOrder, type RoleDefinition } from "./roles";
import { type PlainScope, type Scope, unionOf } from "./scope";

export const abilities = ["events:write", "kpis:read"] as const;
export type Ability = (typeof abilities)[number];

/** Who sees the product as somebody else does, for reading only; `as` and `view` name it in the audit. */
export type ViewedBy = {
  userId: string;
  name: string;
  /** The id of the view. */
  view: string;
  /** user:<id> or role:<id>. */
  as: string;
  /** It is viewed as a person; else as a role within a scope. */
  person: boolean;
  /** Milliseconds since the epoch; `until` at the latest. */
  since: number;
  until: number;
};

export type UserPrincipal = {
  kind: "user";
  userId: string;
  sessionId: string;
  name: string;
  email: string;
  /** One of their roles asks for a second factor, which this session was not given: it holds nothing until it is. */
  lacksSecondFactor?: true;
  roles: readonly RoleDefinition[];
  /** What may be done for the institution as a whole. */
  may: ReadonlySet<InstitutionPermission>;
  /** What may be seen as figures. */
  scope: Scope;
  /** What may be seen student by student: the part of the scope whose role allows it. */
  studentScope: Scope;
  /** Who may be called by name, and by the institution's id: the part of what may be seen student by student whose role allows it. */
  nameScope: Scope;
  /** Whose e-mail address and birth date may be shown: the part of what may be seen student by student whose role allows it. */
  contactScope: Scope;
  /** Where rolls and meetings may be recorded: the part of the scope whose role allows it. */
  recordScope: Scope;
  /** True where the whole scope may be seen student by student; else small counts are suppressed. */
  studentLevel: boolean;
  /** Not there where they are themselves. */
  viewedBy?: ViewedBy;
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

export type Grant = { role: RoleDefinition; scope: PlainScope };

/** What grants add up to. Figures are exact only where every grant allows the student level. */
export function combine(
  grants: readonly Grant[],
): Pick<UserPrincipal, "roles" | "may" | "scope" | "studentScope" | "nameScope" | "contactScope" | "recordScope" | "studentLevel"> {
  const allowing = (permission: ScopedPermission) => grants.filter((grant) => grant.role.permissions.includes(permission));
  const scopeOf = (some: readonly Grant[]) => unionOf(some.map((grant) => grant.scope));
  const withStudents = allowing("students:see");
  const whole = grants.filter((grant) => grant.scope.kind === "institution").flatMap((grant) => grant.role.permissions);
  return {
    roles: inOrder([...new Map(grants.map(({ role }) => [role.id, role])).values()]),
    may: new Set(institutionPermissions.filter((permission) => whole.includes(permission))),
    scope: scopeOf(grants),
    studentScope: scopeOf(withStudents),
    nameScope: scopeOf(withStudents.filter((grant) => grant.role.permissions.includes("people:name"))),
    contactScope: scopeOf(withStudents.filter((grant) => grant.role.permissions.includes("people:contact"))),
    recordScope: scopeOf(allowing("rolls:record")),
    studentLevel: withStudents.length > 0 && withStudents.length === grants.length,
  };
}
