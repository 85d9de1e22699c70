import type { PoolClient } from "pg";
import { z } from "zod";
import { idSchema } from "@/lib/contracts/values";
import type { Database } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { type Permission, permissions } from "../permissions";
import { writeAudit } from "../write-audit";
import { type Administrator, administer } from "./administer";
import type { RoleChange, RoleContent } from "./asked-shapes";
import { type FoundRole, findRole } from "./find-role";
import { refuseMoreThanHeld } from "./held-permissions";
import { heldBySql } from "./list-roles";
import { refuseStale } from "./refuse-stale";
import { roleIdOf } from "./role-id";
import { shownRoleSchema } from "./shapes";

/** Each permission once, in the order of the set: equal roles are spelled alike. */
const inOrder = (some: readonly Permission[]): Permission[] => permissions.filter((permission) => some.includes(permission));

/** Makes a role of the institution's own and returns its id. Throws forbidden, and conflict where its name is taken. */
export function makeRole(database: Database, by: Administrator, wanted: RoleContent): Promise<string> {
  return administer(database, by, async (client) => {
    const held = inOrder(wanted.permissions);
    await refuseMoreThanHeld(client, by, held, { field: "permissions", found: wanted.name });
    await refuseTakenName(client, wanted.name, null);
    const known = await client.query<{ id: string }>("SELECT id FROM app.role");
    const id = roleIdOf(wanted.name, new Set(known.rows.map((row) => row.id)));
    await client.query("INSERT INTO app.role (id, name, name_ko, home, permissions) VALUES ($1, $2, $3, $4, $5)", [
      id,
      wanted.name,
      wanted.nameKo,
      wanted.home,
      held,
    ]);
    await writeAudit(client, {
      actor: by.actor,
      action: "role.made",
      subject: `role:${id}`,
      detail: { home: wanted.home, permissions: held },
    });
    return id;
  });
}

/**
 * Changes a role, at once for whoever holds it. The administrator's stays as it is, and built-in ones keep their names.
 * Throws not-found, forbidden, and conflict.
 */
export function changeRole(database: Database, by: Administrator, id: string, { seen, to }: RoleChange): Promise<void> {
  return administer(database, by, async (client) => {
    const role = await requireRole(client, id);
    const current = contentOf(role);
    await refuseStale(client, `role:${id}`, { ...seen, permissions: inOrder(seen.permissions) }, current);
    const wanted = { ...to, permissions: inOrder(to.permissions) };
    const renamed = wanted.name !== current.name || wanted.nameKo !== current.nameKo;
    if (id === "admin") throw unchangeable("The administrator's role stays as it is.", id);
    if (role.builtIn && renamed) throw unchangeable("A built-in role keeps its name.", id);
    await refuseTakenName(client, wanted.name, id);
    // What it allows already was given by somebody who held it; taking away needs no more than what stays.
    const added = wanted.permissions.filter((permission) => !current.permissions.includes(permission));
    await refuseMoreThanHeld(client, by, [...current.permissions, ...added], { field: "permissions", found: id });
    await client.query("UPDATE app.role SET name = $2, name_ko = $3, home = $4, permissions = $5 WHERE id = $1", [
      id,
      wanted.name,
      wanted.nameKo,
      wanted.home,
      wanted.permissions,
    ]);
    const removed = current.permissions.filter((permission) => !wanted.permissions.includes(permission));
    const detail = { added, removed, renamed, home: wanted.home };
    await writeAudit(client, { actor: by.actor, action: "role.changed", subject: `role:${id}`, detail });
  });
}

/** Removes a role that nobody holds. Throws not-found, and conflict with who holds it. */
export function removeRole(database: Database, by: Administrator, id: string): Promise<void> {
  return administer(database, by, async (client) => {
    const role = await requireRole(client, id);
    if (role.builtIn) throw unchangeable("A built-in role cannot be removed.", id);
    const held = await client.query(`SELECT ${heldBySql("$1", "$2")} AS "heldBy"`, [id, by.now]);
    const { heldBy } = z.object({ heldBy: shownRoleSchema.shape.heldBy }).parse(held.rows[0]);
    if (heldBy.count > 0) throw new BellwetherError("conflict", "This role is held.", { field: "role", rule: "held", found: id, heldBy });
    await client.query("UPDATE app.role SET removed_at = $2 WHERE id = $1", [id, by.now]);
    await writeAudit(client, { actor: by.actor, action: "role.removed", subject: `role:${id}` });
  });
}

async function requireRole(client: PoolClient, id: string): Promise<FoundRole> {
  const role = idSchema.safeParse(id).success ? await findRole(client, id) : null;
  if (role === null) throw new BellwetherError("not-found", "There is nothing here by this id.", { field: "role" });
  return role;
}

const contentOf = ({ name, nameKo, home, permissions: held }: FoundRole): RoleContent => ({
  name,
  nameKo,
  home,
  permissions: inOrder(held),
});

const unchangeable = (message: string, id: string) =>
  new BellwetherError("conflict", message, { field: "role", rule: "built-in", found: id });

async function refuseTakenName(client: PoolClient, name: string, but: string | null): Promise<void> {
  const found = await client.query("SELECT FROM app.role WHERE lower(name) = lower($1) AND removed_at IS NULL AND id IS DISTINCT FROM $2", [
    name,
    but,
  ]);
  if (found.rowCount === 0) return;
  throw new BellwetherError("conflict", "Another role is called so.", { field: "name", rule: "unique", found: name });
}
