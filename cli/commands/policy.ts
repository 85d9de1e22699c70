import { readFile } from "node:fs/promises";
import { type Command, InvalidArgumentError, Option } from "commander";
import { policyOn } from "@/lib/kpis/policy-versions";
import { readPolicyVersions } from "@/lib/kpis/read-policy";
import { localDay } from "@/lib/platform/clock";
import { BellwetherError } from "@/lib/platform/errors";
import { listPolicies } from "@/lib/policies/list-policies";
import { makeVersion } from "@/lib/policies/make-version";
import { localDaySchema, policyDraftSchema } from "@/lib/policies/policy-draft";
import { withStore } from "../with-store";

type SetOptions = { validFrom?: string; reason?: string };

export function register(program: Command): void {
  const policy = program.command("policy").description("The institution's policies, by version");
  policy
    .command("show")
    .description("Print the policy that holds today, or on another day, as JSON")
    .addOption(new Option("--on <day>", "a local day").argParser(toDay))
    .action(async ({ on }: { on?: string }) => {
      await withStore(async ({ database, timeZone }) => {
        const versions = await readPolicyVersions(database.owner);
        print(policyOn(versions, on ?? localDay(new Date(), timeZone)).policy);
      });
    });
  policy
    .command("versions")
    .description("List the versions: from when each holds, who made it, and what it changed")
    .action(async () => {
      await withStore(async ({ database, timeZone }) => {
        const { versions } = await listPolicies(database, { today: localDay(new Date(), timeZone), timeZone, korean: false });
        for (const { version, validFrom, state, madeAt, by, reason, changes } of versions) {
          const changed = changes.map(({ path, before, after }) => `${path} ${before} -> ${after}`).join("; ");
          const columns = [version, validFrom ?? "from the beginning", state, madeAt, by ?? "system", changed, reason ?? ""];
          process.stdout.write(`${columns.join("\t").trimEnd()}\n`);
        }
      });
    });
  policy
    .command("set <file>")
    .description("Make a version of a JSON file, as `show` prints one; it begins today unless said otherwise")
    .addOption(new Option("--valid-from <day>", "the first local day on which it holds").argParser(toDay))
    .option("--reason <text>", "why, where days that are over change")
    .action(async (file: string, { validFrom, reason }: SetOptions) => {
      const parsed = policyDraftSchema.safeParse(await readJson(file));
      if (!parsed.success) {
        const [issue] = parsed.error.issues;
        throw new BellwetherError("bad-request", `${file}: ${issue?.path.join(".") || "it"} ${issue?.message ?? "is no policy"}`);
      }
      await withStore(async ({ database, timeZone }) => {
        const today = localDay(new Date(), timeZone);
        const { latest } = await listPolicies(database, { today, timeZone, korean: false });
        const made = { policy: parsed.data, validFrom: validFrom ?? today, basedOn: latest, actor: "system", today };
        const version = await makeVersion(database, { ...made, ...(reason === undefined ? {} : { reason }) });
        process.stdout.write(`version ${version} holds from ${made.validFrom}\n`);
      });
    });
}

const print = (value: unknown) => process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);

async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new BellwetherError("bad-request", `${file} cannot be read.`, { field: "file" }, { cause });
  });
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new BellwetherError("bad-request", `${file} is no JSON.`, { field: "file" }, { cause });
  }
}

function toDay(text: string): string {
  const day = localDaySchema.safeParse(text);
  if (!day.success) throw new InvalidArgumentError(`${text} is no day YYYY-MM-DD.`);
  return day.data;
}
