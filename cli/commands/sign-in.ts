import type { Command } from "commander";
import { changeSignInSetting } from "@/lib/access/change-sign-in-settings";
import { readSignInSettings, type SignInSettings } from "@/lib/access/sign-in-settings";
import { withStore } from "../with-store";

export function register(program: Command): void {
  const signIn = program.command("sign-in").description("What holds for everybody's sign-in");
  signIn
    .command("show")
    .description("Print the settings")
    .action(async () => {
      await withStore(async ({ database }) => print(await readSignInSettings(database)));
    });
  signIn
    .command("set <name> <value>")
    .description("Change one, at once; a list is joined by commas, and an empty text is none")
    .action(async (name: string, value: string) => {
      await withStore(async ({ database }) => print(await changeSignInSetting(database, "system", name, value)));
    });
}

const print = (settings: SignInSettings) => process.stdout.write(`${JSON.stringify(settings)}\n`);
