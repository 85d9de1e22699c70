import { chmod, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { openDatabase } from "../database";
import { startEmbeddedPostgres } from "../embedded-postgres";
import { migrate } from "../migrate";
import { temporaryFolder } from "./temporary-folder";

/** One PostgreSQL for the whole run, with a migrated template that each test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(temporaryFolder(), "bellwether-test-"));
  await chmod(directory, 0o755); // PostgreSQL runs as another user where we are root
  const server = await startEmbeddedPostgres(directory);
  const template = new URL(server.url);
  template.pathname = "/bellwether_template";
  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  await admin.query("CREATE DATABASE bellwether_template");
  await admin.end();
  const database = await openDatabase(template.href);
  await migrate(database.owner, join(process.cwd(), "prisma", "migrations"));
  await database.close();
  project.provide("postgresUrl", server.url);
  return async () => {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  };
}

declare module "vitest" {
  interface ProvidedContext {
    postgresUrl: string;
  }
}
