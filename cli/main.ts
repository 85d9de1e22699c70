import { Command } from "commander";
import { isBellwetherError } from "@/lib/platform/errors";
import * as audit from "./commands/audit";
import * as backup from "./commands/backup";
import * as flink from "./commands/flink";
import * as kafka from "./commands/kafka";
import * as keys from "./commands/keys";
import * as migrate from "./commands/migrate";
import * as oidc from "./commands/oidc";
import * as policy from "./commands/policy";
import * as replay from "./commands/replay";
import * as reports from "./commands/reports";
import * as restore from "./commands/restore";
import * as serve from "./commands/serve";
import * as signIn from "./commands/sign-in";
import * as simulate from "./commands/simulate";
import * as users from "./commands/users";
import * as verify from "./commands/verify";

/** Results on standard output, progress and reasons on standard error; exit status 0 only if what was asked for holds. */
const program = new Command("bellwether").description("Live, exact and scoped KPIs for schools and universities");
for (const command of [
  serve,
  migrate,
  verify,
  backup,
  restore,
  simulate,
  replay,
  keys,
  users,
  signIn,
  oidc,
  audit,
  policy,
  reports,
  kafka,
  flink,
])
  command.register(program);

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`bellwether: ${error instanceof Error ? error.message : String(error)}\n`);
  if (!isBellwetherError(error) && process.env.DEBUG !== undefined) console.error(error);
  process.exitCode = 1;
}
