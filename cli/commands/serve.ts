import type { Command } from "commander";

export function register(program: Command): void {
  program
    .command("serve")
    .description("Start Bellwether (what `npm start` does after its preparations)")
    .action(async () => {
      // A bundle of its own beside this one.
      await import(new URL("./server.mjs", import.meta.url).href);
      await new Promise(() => undefined);
    });
}
