import { type Command, InvalidArgumentError } from "commander";
import { endOldSecret, rotateApiKey } from "@/lib/access/change-api-key";
import { overlapDays } from "@/lib/access/key-days";
import { standingOf } from "@/lib/access/key-standing";
import { createApiKey, findActiveKey, listApiKeys, revokeApiKey } from "@/lib/access/manage-api-keys";
import { type Ability, abilities } from "@/lib/access/principal";
import { type PlainScope, parseScope, scopeGrammar } from "@/lib/access/scope";
import { endOfLocalDay } from "@/lib/platform/clock";
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
        const expiresAt = options.expires === undefined ? null : endOfLocalDay(options.expires, store.timeZone);
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
    .description("List keys with their state and what to look into, without their secrets")
    .action(async () => {
      await withStore(async (store) => {
        const now = new Date();
        for (const row of await listApiKeys(store.database)) {
          process.stdout.write(`${JSON.stringify({ ...row, ...standingOf(row, now) })}\n`);
        }
      });
    });
  keys
    .command("rotate <name>")
    .description("Give a key, by its name or id, a new secret and print it, once; the one so far holds on for a while")
    .option("--overlap <days>", `days that the secret so far still holds, 0 to ${overlapDays.most}`, toWhole(0), overlapDays.usual)
    .action(async (name: string, { overlap }: { overlap: number }) => {
      await withStore(async ({ database }) => {
        const now = new Date();
        const oldUntil = new Date(now.getTime() + overlap * 86_400_000);
        const { key } = await rotateApiKey(database, await findActiveKey(database, name, now), { by: null, now, oldUntil });
        process.stdout.write(`${key}\n`);
        say(`The secret so far holds until ${oldUntil.toISOString()}.`);
      });
    });
  keys
    .command("end-old <name>")
    .description("End the older of a key's two secrets, at once")
    .action(async (name: string) => {
      await withStore(async ({ database }) => {
        const now = new Date();
        await endOldSecret(database, await findActiveKey(database, name, now), { by: null, now });
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
