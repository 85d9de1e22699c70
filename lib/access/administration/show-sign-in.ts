import type { Config } from "@/lib/platform/config";
import type { Database } from "@/lib/platform/database";
import { type ScopeTemplate, templateMembers } from "../oidc/claim-mapping";
import { listMappings } from "../oidc/mappings";
import { readSignInSettings } from "../sign-in-settings";
import { readScopeNames, type ScopeNames } from "./name-scopes";
import type { RoleName } from "./shapes";
import { environmentNames, type ShownSignIn, type ShownTemplate } from "./sign-in-shapes";

type Ports = { database: Database; config: Pick<Config, "oidc" | "nextAuthUrl"> };

/** How the institution's people sign in: the provider without its secret, what was decided, and what claims give. */
export async function showSignIn({ database, config }: Ports, korean: boolean): Promise<ShownSignIn> {
  const [settings, mappings] = await Promise.all([readSignInSettings(database), listMappings(database.owner)]);
  const roles = await readRoleNames(database, [...settings.secondFactorRoles, ...mappings.map(({ role }) => role)]);
  const roleOf = (id: string): RoleName => roles.get(id) ?? { id, name: id, nameKo: null };
  const places = mappings.flatMap(({ scope }) => templateMembers(scope));
  const names = await readScopeNames(database, places, korean);
  const { oidc, nextAuthUrl } = config;
  return {
    provider:
      oidc === null || nextAuthUrl === null
        ? null
        : { name: oidc.name, issuer: oidc.issuer, returnsTo: new URL("/api/auth/callback/oidc", nextAuthUrl).href },
    environment: environmentOf(config),
    settings: { ...settings, secondFactorRoles: settings.secondFactorRoles.map(roleOf) },
    mappings: mappings.map(({ id, claim, value, role, scope }) => ({
      id,
      claim,
      value,
      role: roleOf(role),
      scope: shownTemplate(scope, names),
    })),
  };
}

function environmentOf({ oidc, nextAuthUrl }: Ports["config"]): ShownSignIn["environment"] {
  const values: Readonly<Record<(typeof environmentNames)[number], string | null>> = {
    BELLWETHER_OIDC_NAME: oidc?.name ?? null,
    BELLWETHER_OIDC_ISSUER: oidc?.issuer ?? null,
    BELLWETHER_OIDC_CLIENT_ID: oidc?.clientId ?? null,
    BELLWETHER_OIDC_CLIENT_SECRET: null,
    BELLWETHER_OIDC_SCOPES: oidc?.scopes ?? null,
    NEXTAUTH_URL: nextAuthUrl,
  };
  return environmentNames.map((name) => ({
    name,
    set: name === "BELLWETHER_OIDC_CLIENT_SECRET" ? oidc !== null : values[name] !== null,
    value: values[name],
  }));
}

async function readRoleNames(database: Database, ids: readonly string[]): Promise<Map<string, RoleName>> {
  const found = await database.owner.query<RoleName>(`SELECT id, name, name_ko AS "nameKo" FROM app.role WHERE id = ANY($1)`, [ids]);
  return new Map(found.rows.map((role) => [role.id, role]));
}

function shownTemplate(scope: ScopeTemplate, names: ScopeNames): ShownTemplate {
  switch (scope.kind) {
    case "institution":
      return scope;
    case "instructor":
    case "advisor":
      return scope;
    default: {
      const called = { "org-units": names.orgUnits, courses: names.courses, sections: names.sections }[scope.kind];
      return { kind: scope.kind, members: scope.ids.map((id) => ({ id, name: called.get(id) ?? id })) };
    }
  }
}
