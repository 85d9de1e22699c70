import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import { type Database, openDatabase } from "../database";

export const testVaultKey = Buffer.alloc(32, 7);

type TestDatabase = { readonly database: Database; readonly url: string };

/** A database of this test file's own, cloned from the migrated template, dropped at the end. */
export const useTestDatabase = (): TestDatabase => useDatabase("bellwether_template");

/** The same without anything in it. */
export const useEmptyDatabase = (): TestDatabase => useDatabase("template0");

function useDatabase(template: string): TestDatabase {
  const admin = new URL(inject("postgresUrl"));
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const own = new URL(admin);
  own.pathname = `/${name}`;
  let database: Database | null = null;

  beforeAll(async () => {
    await asAdmin(admin.href, `CREATE DATABASE ${name} TEMPLATE ${template}`);
    database = await openDatabase(own.href);
  });
  afterAll(async () => {
    await database?.close();
    await asAdmin(admin.href, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  });
  return {
    url: own.href,
    get database() {
      if (database === null) throw new Error("The test database is there from beforeAll on.");
      return database;
    },
  };
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
