/**
 * Runs in the browser before anything else of a page. Zod would try whether it may compile by `new Function`, which the
 * policy refuses and the browser reports. Its settings are set where it looks for them, and not by its own function, which
 * would bring it into the first script of every page (zod 4.6; e2e/headers.spec.ts notices when that changes).
 */
Reflect.set(globalThis, "__zod_globalConfig", { jitless: true });
