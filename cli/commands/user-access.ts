import { type Command, InvalidArgumentError } from "commander";
import type { Administrator } from "@/lib/access/administration/administer";
import type { AskedScope } from "@/lib/access/administration/asked-shapes";
import { endGrant } from "@/lib/access/administration/change-grant";
import { findStudentByNumber } from "@/lib/access/administration/find-student";
import { readPerson } from "@/lib/access/administration/get-person";
import { giveGrant } from "@/lib/access/administration/give-grant";
import { listAllPeople } from "@/lib/access/administration/list-people";
import { parseScope, scopeGrammar } from "@/lib/access/scope";
import { withScopedRead } from "@/lib/access/scoped-read";
import { findUser } from "@/lib/access/users";
import { readPolicy } from "@/lib/kpis/read-policy";
import { localDay } from "@/lib/platform/clock";
import type { Config } from "@/lib/platform/config";
import type { OpenDatabase } from "@/lib/runtime/open-services";
import { explainAccess } from "@/lib/warehouse/access/explain-access";
import type { Thing } from "@/lib/warehouse/access/explain-shape";
import { explanationText } from "../explanation-text";
import { toDay } from "../options";
import { say, withStore } from "../with-store";

/** Who works on the command line: whoever can start it holds the database itself. */
export const operator = ({ demo }: Config): Administrator => ({ actor: "system", userId: null, now: new Date(), demo });

const grantGrammar = `${scopeGrammar}, student:ID, or instructor or advisor, which follow the person that the user is bound to`;
type GrantOptions = { role: string; scope: string; until?: string };

export function registerAccess(users: Command): void {
  users
    .command("list")
    .description("List users and the grants that hold, as lines of JSON")
    .action(async () => {
      await withStore(async ({ database, timeZone }) => {
        for await (const person of listAllPeople(database, { now: new Date(), timeZone, korean: false })) {
          process.stdout.write(`${JSON.stringify(person)}\n`);
        }
      });
    });
  users
    .command("grant <email>")
    .description("Give a user another role, at once, and print the grant's id")
    .requiredOption("--role <role>", "the id of a role")
    .requiredOption("--scope <scope>", grantGrammar)
    .option("--until <day>", "last day that it holds, YYYY-MM-DD", toDay)
    .action(async (email: string, { role, scope, until }: GrantOptions) => {
      await withStore(async (store, config) => {
        const wanted = { role, scope: await toAskedScope(store, scope), until: until ?? null };
        const user = await findUser(store.database, email);
        process.stdout.write(`${await giveGrant(store.database, operator(config), user, wanted, store.timeZone)}\n`);
      });
    });
  users
    .command("revoke <email>")
    .description("End a user's grants now, on open sockets too: one by its id, all of a role, or all")
    .option("--grant <id>", "the grant's id")
    .option("--role <role>", "the id of a role")
    .action(async (email: string, { grant, role }: { grant?: string; role?: string }) => {
      await withStore(async ({ database }, config) => {
        const by = operator(config);
        const { grants } = await readPerson({ database }, await findUser(database, email), by.now);
        const ended = grants.filter(
          (one) => !one.over && (grant === undefined || one.id === grant) && (role === undefined || one.role.id === role),
        );
        for (const { id } of ended) await endGrant(database, by, id);
        say(`${ended.length} grants ended.`);
        if (ended.length === 0) process.exitCode = 1;
      });
    });
  users
    .command("explain <email>")
    .description("Say whether a user can see something, and why; exit status 1 where they cannot")
    .requiredOption("--what <thing>", "org-unit:ID, course:ID, section:ID or student:ID")
    .action(async (email: string, { what }: { what: string }) => {
      await withStore(async (store) => {
        const { database, timeZone } = store;
        const now = new Date();
        const thing = await toThing(store, what);
        const policy = await withScopedRead(database, { kind: "none" }, (read) => readPolicy(read, localDay(now, timeZone)));
        const asked = { now, timeZone, korean: false, threshold: policy.suppression.threshold };
        const found = await explainAccess(database, await findUser(database, email), thing, asked);
        process.stdout.write(`${explanationText(email, what, found)}\n`);
        if (found.levels.figures === null) process.exitCode = 1;
      });
    });
}

/** `kind:ID` in its two parts. */
function partsOf(text: string): [string, string] {
  const [kind = "", ...rest] = text.split(":");
  return [kind, rest.join(":")];
}

async function toAskedScope(store: OpenDatabase, text: string): Promise<AskedScope> {
  if (text === "instructor" || text === "advisor") return { kind: text };
  const [kind, id] = partsOf(text);
  if (kind === "student") return { kind: "students", students: [await findStudentByNumber(store, id)] };
  const scope = parseScope(text);
  switch (scope?.kind) {
    case "institution":
    case "org-units":
    case "courses":
    case "sections":
      return scope;
    default:
      throw new InvalidArgumentError(`${text} is none of ${grantGrammar}.`);
  }
}

async function toThing(store: OpenDatabase, text: string): Promise<Thing> {
  const [kind, id] = partsOf(text);
  switch (kind) {
    case "org-unit":
      return { kind: "departments", id };
    case "course":
      return { kind: "courses", id };
    case "section":
      return { kind: "sections", id };
    case "student":
      return { kind: "students", id: await findStudentByNumber(store, id) };
    default:
      throw new InvalidArgumentError(`${text} is none of org-unit:ID, course:ID, section:ID or student:ID.`);
  }
}
