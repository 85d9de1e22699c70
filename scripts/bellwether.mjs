#!/usr/bin/env node
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ensureBuilt, ensureInstalled, ensureNode, root } from "./prepare.mjs";

ensureInstalled();
await ensureNode(fileURLToPath(import.meta.url), process.argv.slice(2));
await ensureBuilt({ pages: process.argv[2] === "serve" });
process.env.NODE_ENV = "production";
await import(pathToFileURL(join(root, "dist", "bellwether.mjs")).href);
