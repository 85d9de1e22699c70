import { type Command, InvalidArgumentError } from "commander";
import { auditKeyOf } from "@/lib/access/audit/anchor";
import { anchorFileIn, readAnchorFile, readAnchorFileIfAny } from "@/lib/access/audit/anchor-file";
import { anchorHead } from "@/lib/access/audit/anchor-head";
import { exportEntries } from "@/lib/access/audit/export-entries";
import { findingInWords } from "@/lib/access/audit/finding";
import { listLooks } from "@/lib/access/audit/list-looks";
import { verifyAudit } from "@/lib/access/audit/verify-audit";
import { writeAudit } from "@/lib/access/write-audit";
import { BellwetherError } from "@/lib/platform/errors";
import { toWhole } from "../options";
import { withStore } from "../with-store";

export function register(program: Command): void {
  const audit = program.command("audit").description("The audit trail: who did and saw what");
  audit
    .command("verify")
    .description("Find an entry that was changed, removed or inserted; exit status 0 only if none was")
    .option("--anchor <file>", "signed heads from another place, one a line, besides those that are kept here", collect, [])
    .action(async ({ anchor: files }: { anchor: string[] }) => {
      await withStore(async ({ database, vaultKey }, { dataDirectory }) => {
        const here = await readAnchorFileIfAny(anchorFileIn(dataDirectory));
        const named = await Promise.all(files.map(readAnchorFile));
        const key = auditKeyOf(vaultKey);
        const anchors = [...here, ...named.flat()];
        const { entries, signed, ...state } = await verifyAudit({ database, key, actor: "system", now: () => new Date(), anchors });
        const { anchors: agreed, finding } = state;
        if (finding === null) {
          process.stdout.write(`${entries} entries hold, and agree with ${agreed} signed heads\n`);
          process.stdout.write(`${entries - signed} of them lie after the last signed head: their removal could not be found\n`);
        } else {
          process.stdout.write(`${entries} entries hold; ${findingInWords(finding)}\n`);
          process.exitCode = 1;
        }
      });
    });
  audit
    .command("anchor")
    .description("Sign the head of the chain now, and print it")
    .action(async () => {
      await withStore(async ({ database, vaultKey }, { dataDirectory }) => {
        const file = anchorFileIn(dataDirectory);
        const { anchor, state } = await anchorHead({ database, key: auditKeyOf(vaultKey), file, now: () => new Date() });
        if (state.finding !== null) throw new BellwetherError("conflict", `Nothing was signed: ${findingInWords(state.finding)}.`);
        process.stdout.write(anchor === null ? "Nothing was added since the last signed head.\n" : `${JSON.stringify(anchor)}\n`);
      });
    });
  audit
    .command("key")
    .description("Print the public key (Ed25519) that signed heads are verified by")
    .action(async () => {
      await withStore(async ({ vaultKey }) => {
        process.stdout.write(auditKeyOf(vaultKey).publicPem);
      });
    });
  audit
    .command("export")
    .description("Print entries, one JSON object a line")
    .option("--after <entry>", "those after this one", toWhole(0), 0)
    .action(async ({ after }: { after: number }) => {
      await withStore(async ({ database }) => {
        await writeAudit(database.owner, { actor: "system", action: "audit.exported", detail: { after } });
        await exportEntries(database, after, process.stdout);
      });
    });
  audit
    .command("person <id>")
    .description("Who looked at the record of the person with this id of the institution, one JSON object a line")
    .action(async (id: string) => {
      await withStore(async ({ database, vault }) => {
        const person = await vault.personOf(id);
        if (person === null) throw new InvalidArgumentError("nobody is known by this id.");
        await writeAudit(database.owner, { actor: "system", action: "audit.searched", people: [person] });
        for await (const look of listLooks(database, vault, person)) process.stdout.write(`${JSON.stringify(look)}\n`);
      });
    });
}

const collect = (file: string, files: string[]): string[] => [...files, file];
