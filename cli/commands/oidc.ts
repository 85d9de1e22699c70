import { type Command, InvalidArgumentError } from "commander";
import type { ClaimMapping, ScopeTemplate } from "@/lib/access/oidc/claim-mapping";
import { addMapping, listMappings, removeMapping } from "@/lib/access/oidc/mappings";
import { parseScopeTemplate, scopeTemplateGrammar } from "@/lib/access/oidc/scope-template";
import { BellwetherError } from "@/lib/platform/errors";
import { withStore } from "../with-store";

type Options = { role: string; scope?: ScopeTemplate; personClaim?: string; as?: "instructor" | "advisor" };

function toTemplate(text: string): ScopeTemplate {
  const scope = parseScopeTemplate(text);
  if (scope === null) throw new InvalidArgumentError(`${text} is none of ${scopeTemplateGrammar}.`);
  return scope;
}

function toPersonScope(text: string): "instructor" | "advisor" {
  if (text === "instructor" || text === "advisor") return text;
  throw new InvalidArgumentError("must be instructor or advisor.");
}

export function register(program: Command): void {
  const oidc = program.command("oidc").description("Sign-in by the institution's provider: which claims give which roles");
  oidc
    .command("map <claim> [value]")
    .description("Give a role to whoever has a claim of this value, or of any; from their next sign-in on")
    .requiredOption("--role <role>", "the role's id")
    .option("--scope <scope>", `${scopeTemplateGrammar} (default: the institution)`, toTemplate)
    .option("--person-claim <claim>", "scope follows the person whose institution's id this claim holds")
    .option("--as <relation>", "with --person-claim: instructor or advisor (default: by the role)", toPersonScope)
    .action(async (claim: string, value: string | undefined, options: Options) => {
      const mapping = { claim, value: value ?? null, role: options.role, scope: scopeOf(options) };
      await withStore(async ({ database }) => print(await addMapping(database, "system", mapping)));
    });
  oidc
    .command("mappings")
    .description("List what claims give")
    .action(async () => {
      await withStore(async ({ database }) => {
        for (const mapping of await listMappings(database.owner)) print(mapping);
      });
    });
  oidc
    .command("unmap <id>")
    .description("Take a mapping away; what it gave ends at the next sign-in, at the latest with the session")
    .action(async (id: string) => {
      await withStore(async ({ database }) => removeMapping(database, "system", id));
    });
}

const print = (mapping: ClaimMapping) => process.stdout.write(`${JSON.stringify(mapping)}\n`);

function scopeOf({ role, scope, personClaim, as }: Options): ScopeTemplate {
  if (personClaim !== undefined) {
    if (scope !== undefined) throw new BellwetherError("bad-request", "--scope and --person-claim exclude each other.", { field: "scope" });
    return { kind: as ?? (role === "advisor" ? "advisor" : "instructor"), personClaim };
  }
  if (role === "faculty" || role === "advisor")
    throw new BellwetherError("bad-request", `--person-claim is required for ${role}.`, { field: "person-claim" });
  if (role === "dean" && scope === undefined)
    throw new BellwetherError("bad-request", "--scope is required for dean, such as org-unit:ID or org-unit:{claim}.", { field: "scope" });
  return scope ?? { kind: "institution" };
}
