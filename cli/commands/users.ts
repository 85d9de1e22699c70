import { type Command, InvalidArgumentError, Option } from "commander";
import { makeUser } from "@/lib/access/administration/invite-person";
import { renewLink } from "@/lib/access/administration/renew-link";
import { endSessionsOf } from "@/lib/access/end-sessions";
import { type Role, roles } from "@/lib/access/roles";
import type { PlainScope } from "@/lib/access/scope";
import { dropSecondFactor } from "@/lib/access/second-factor/second-factors";
import { createSignInLink } from "@/lib/access/sign-in-links";
import { disableUser, findActiveUser } from "@/lib/access/users";
import type { Config } from "@/lib/platform/config";
import { withTransaction } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import type { OpenDatabase } from "@/lib/runtime/open-services";
import { withStore } from "../with-store";
import { toScope } from "./keys";
import { operator, registerAccess } from "./user-access";

type Options = { role: Role; scope?: PlainScope; person?: string; name?: string };

export function register(program: Command): void {
  const users = program.command("users").description("People who sign in");
  users
    .command("create <email>")
    .description("Make a user and print a one-time sign-in link")
    .addOption(new Option("--role <role>").choices(roles).makeOptionMandatory())
    .option("--scope <scope>", "what a dean or viewer sees (default: the institution)", toScope)
    .option("--person <id>", "the institution's id of a faculty member or advisor: scope follows the person")
    .option("--name <name>", "how the person is called")
    .action(async (email: string, options: Options) => {
      if (!/^[^@\s]+@[^@\s]+$/.test(email)) throw new InvalidArgumentError(`${email} is no e-mail address.`);
      await withStore(async (store, config) => {
        const { scope, person } = await grantOf(store, options);
        const wanted = { email, name: options.name ?? email, role: options.role, scope, person };
        const userId = await makeUser(store.database, operator(config), wanted);
        printLink(config, await createSignInLink(store.database, userId));
      });
    });
  users
    .command("link <email>")
    .description("Print another one-time sign-in link, for who lost the first or forgot the password; earlier ones end")
    .action(async (email: string) => {
      await withStore(async ({ database }, config) => {
        // Whoever has the link is as good as its user: the audit says that it was made, as when the page makes it.
        printLink(config, await renewLink(database, operator(config), await findActiveUser(database, email)));
      });
    });
  users
    .command("reset-second-factor <email>")
    .description("Take a user's second factor away, for who lost the telephone and the recovery codes; ends their sessions")
    .action(async (email: string) => {
      await withStore(async ({ database }) => {
        const userId = await findActiveUser(database, email);
        await withTransaction(database.owner, async (client) => {
          if (!(await dropSecondFactor(client, userId, "system")))
            throw new BellwetherError("not-found", `${email} has no second factor.`, { field: "email", found: email });
          await endSessionsOf(client, userId, { actor: "system", why: "by-administrator", now: new Date() });
        });
      });
    });
  users
    .command("end-sessions <email>")
    .description("Sign a user out everywhere, at once")
    .action(async (email: string) => {
      await withStore(async ({ database }) => {
        const userId = await findActiveUser(database, email);
        const ended = await withTransaction(database.owner, (client) =>
          endSessionsOf(client, userId, { actor: "system", why: "by-administrator", now: new Date() }),
        );
        process.stdout.write(`${ended} sessions ended.\n`);
      });
    });
  users
    .command("disable <email>")
    .description("End a user's access, open sessions and sockets too")
    .action(async (email: string) => {
      await withStore(async ({ database }, config) => {
        await disableUser(database, await findActiveUser(database, email), operator(config));
      });
    });
  registerAccess(users);
}

function printLink(config: Config, token: string): void {
  process.stdout.write(`${config.nextAuthUrl ?? `http://localhost:${config.port}`}/sign-in/link?token=${token}\n`);
}

async function grantOf(store: OpenDatabase, options: Options) {
  if (options.role === "faculty" || options.role === "advisor") {
    if (options.person === undefined)
      throw new BellwetherError("bad-request", `--person is required for ${options.role}.`, { field: "person" });
    // The roster may come later: the person is known to the vault from now on.
    const person = (await store.vault.pseudonymsOf([options.person])).get(options.person) ?? null;
    if (person === null) throw new BellwetherError("internal", "The vault did not answer.");
    return { person, scope: { kind: options.role === "faculty" ? "instructor" : "advisor", person } as PlainScope };
  }
  if (options.role === "dean" && options.scope === undefined) {
    throw new BellwetherError("bad-request", "--scope org-unit:ID is required for dean.", { field: "scope" });
  }
  return { person: null, scope: options.scope ?? ({ kind: "institution" } as PlainScope) };
}
