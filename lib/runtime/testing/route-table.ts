import { readdirSync } from "node:fs";
import { join } from "node:path";

type Handler = (request: Request, context: { params: Promise<{ id: string; kpi: string }> }) => Promise<Response>;
const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
/** `name`: the method and the file under the folder; `path`: the address with a star where it takes an id. */
export type Route = { name: string; method: (typeof methods)[number]; path: string; handle: Handler };

const isHandler = (value: unknown): value is Handler => typeof value === "function";

/** Every route of a folder under app/, found and not listed: a new one is tested without being named. */
export async function routesUnder(folder: string): Promise<Route[]> {
  const whole = join(process.cwd(), "app", folder);
  const files = readdirSync(whole, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith("route.ts"));
  const found: Route[] = [];
  for (const file of files.sort()) {
    const module: Record<string, unknown> = await import(join(whole, file));
    const path = `/${folder}/${file}`.replace(/\/route\.ts$/, "").replaceAll(/\[[^\]]+\]/g, "*");
    for (const method of methods) {
      const handle = module[method];
      if (isHandler(handle)) found.push({ name: `${method} ${file}`, method, path, handle });
    }
  }
  return found;
}
