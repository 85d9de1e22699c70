import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { type Config, loadConfig } from "@/lib/platform/config";
import { type OpenDatabase, openStore } from "@/lib/runtime/open-services";

export const folder = dirname(dirname(fileURLToPath(import.meta.url)));
export const say = (line: string) => process.stderr.write(`bellwether: ${line}\n`);

/** Runs a command on the database of the environment, beside a running server or alone. */
export async function withStore<T>(run: (store: OpenDatabase, config: Config) => Promise<T>): Promise<T> {
  const config = loadConfig(process.env);
  const store = await openStore(config, folder, say);
  try {
    return await run(store, config);
  } finally {
    await store.close();
  }
}
