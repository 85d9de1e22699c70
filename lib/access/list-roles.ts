import type { Database } from "@/lib/platform/database";
import { prismaOf } from "@/lib/platform/prisma";

/** Every role of the institution that can be given: built-in ones first, in the order in which they were made; then by name. */
export function listRoles(database: Database) {
  return prismaOf(database).role.findMany({
    where: { removedAt: null },
    select: { id: true, name: true, nameKo: true, home: true },
    orderBy: [{ builtIn: "desc" }, { createdAt: "asc" }, { name: "asc" }],
  });
}
