import type { Database } from "@/lib/platform/database";
import { prismaOf } from "@/lib/platform/prisma";
import type { Vault } from "@/lib/privacy/vault";
import type { Grant } from "./principal";
import { type Role, roles } from "./roles";
import { createUser } from "./users";

/** Who the demo's users are on its campus (lib/simulator/campus.ts names the same ids). */
export const demoPersons = { dean: "college-engineering", faculty: "i-001", advisor: "i-002" } as const;

export const isDemoUser = (name: string): name is Role => roles.some((role) => role === name);

const demoNames: Record<Role, string> = {
  admin: "Demo President",
  dean: "Demo Dean of Engineering",
  faculty: "Demo Lecturer",
  advisor: "Demo Advisor",
  engineer: "Demo Data Engineer",
  viewer: "Demo Viewer",
};

/** The demo user of a role, made where there is none yet. */
export async function demoUser(database: Database, vault: Vault, role: Role): Promise<string> {
  const email = `${role}@demo.invalid`;
  const find = async () => (await prismaOf(database).user.findFirst({ where: { email, demo: true }, select: { id: true } }))?.id;
  const known = await find();
  if (known !== undefined) return known;
  const scope = await scopeOf(vault, role);
  return createUser(database, { email, name: demoNames[role], role, scope, demo: true }).catch(async (error: unknown) => {
    const made = await find(); // by somebody who signed in at the same moment
    if (made === undefined) throw error;
    return made;
  });
}

async function scopeOf(vault: Vault, role: Role): Promise<Grant["scope"]> {
  switch (role) {
    case "dean":
      return { kind: "org-units", orgUnits: [demoPersons.dean] };
    case "faculty":
    case "advisor": {
      const id = demoPersons[role];
      const person = (await vault.pseudonymsOf([id])).get(id);
      return person === undefined ? { kind: "none" } : { kind: role === "faculty" ? "instructor" : "advisor", person };
    }
    default:
      return { kind: "institution" };
  }
}
