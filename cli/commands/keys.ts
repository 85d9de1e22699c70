import { type Command, InvalidArgumentError } from "commander";
import { Temporal } from "temporal-polyfill";
import { createApiKey, listApiKeys, revokeApiKey } from "@/lib/access/api-keys";
import { type Ability, abilities } from "@/lib/access/principal";
import { type PlainScope, parseScope, scopeGrammar } from "@/lib/access/scope";
import { toDay, toWhole } from "../options";
import { say, withStore } from "../with-store";

function toAbilities(text: string): Ability[] {
  return text.split(",").map((name) => {
    const found = abilities.find((ability) => ability === name.trim());
    if (found === undefined) throw new InvalidArgumentError(`${name} is none of ${abilities.join(", ")}.`);
    return found;
  });
}

export function toScope(text: string): PlainScope {
  const scope = parseScope(text);
  if (scope === null) throw new InvalidArgumentError(`${text} is none of ${scopeGrammar}.`);
  return scope;
}

export function register(program: Command): void {
  const keys = program.command("keys").description("API keys for machines");
  keys
    .command("create <name>")
    .description("Make a key and print it, once")
    .requiredOption("--can <abilities>", `what it may do: ${abilities.join(",")}`, toAbilities)
    .option("--scope <scope>", scopeGrammar, toScope, { kind: "institution" } as const)
    .option("--expires <day>", "last day that it holds, YYYY-MM-DD", toDay)
    .option("--rate <events>", "most events a second, on average", toWhole(1))
    .action(async (name: string, options: { can: Ability[]; scope: PlainScope; expires?: string; rate?: number }) => {
      await withStore(async (store) => {
        const expiresAt = options.expires === undefined ? null : endOf(options.expires, store.timeZone);
        const { key } = await createApiKey(store.database, {
          name,
          can: options.can,
          scope: options.scope,
          expiresAt,
          eventsPerSecond: options.rate ?? null,
        });
        process.stdout.write(`${key}\n`);
      });
    });
  keys
    .command("list")
    .description("List keys, without their secrets")
    .action(async () => {
      await withStore(async (store) => {
        for (const row of await listApiKeys(store.database)) process.stdout.write(`${JSON.stringify(row)}\n`);
      });
    });
  keys
    .command("revoke <name>")
    .description("End a key by its name or id, at once")
    .action(async (name: string) => {
      await withStore(async (store) => {
        const ended = await revokeApiKey(store.database, name);
        say(`${ended} keys revoked.`);
        if (ended === 0) process.exitCode = 1;
      });
    });
}

/** A day is over at midnight where the institution is. */
function endOf(day: string, timeZone: string): Date {
  const next = Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(timeZone);
  return new Date(next.epochMilliseconds);
}
