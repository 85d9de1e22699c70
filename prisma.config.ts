import { defineConfig } from "prisma/config";

/** The client is generated from the schema alone; the application brings its own connection (lib/platform/prisma.ts). */
export default defineConfig({ schema: "prisma/schema.prisma" });
