import { PrismaPg } from "@prisma/adapter-pg";
import type pg from "pg";
import { PrismaClient } from "@/generated/prisma/client";

const clients = new WeakMap<pg.Pool, PrismaClient>();

/**
 * The Prisma client over a database's own pool, made at its first use: threads and commands that need none
 * make none. It is for what is neither bulk nor analytical; the pool is closed by whoever opened the database.
 */
export function prismaOf(database: { owner: pg.Pool }): PrismaClient {
  const known = clients.get(database.owner);
  if (known !== undefined) return known;
  const made = new PrismaClient({ adapter: new PrismaPg(database.owner) });
  clients.set(database.owner, made);
  return made;
}

/** Prisma's code for a row that breaks a unique index. */
export const isUniqueViolation = (error: unknown): boolean => error instanceof Error && Reflect.get(error, "code") === "P2002";
