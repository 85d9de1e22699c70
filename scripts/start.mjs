import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ensureBuilt, ensureInstalled, ensureNode, root } from "./prepare.mjs";

ensureInstalled();
await ensureNode(fileURLToPath(import.meta.url), process.argv.slice(2));
await ensureBuilt();
process.env.NODE_ENV = "production";
process.env.NEXT_TELEMETRY_DISABLED = "1";
await import(pathToFileURL(join(root, "dist", "server.mjs")).href);
