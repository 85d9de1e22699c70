import { z } from "zod";
import { lastDay } from "@/lib/access/administration/last-day";
import { namedScope, readScopeNames } from "@/lib/access/administration/name-scopes";
import type { GrantRow } from "@/lib/access/administration/read-grants";
import { combine } from "@/lib/access/principal";
import type { PlainScope, Scope } from "@/lib/access/scope";
import { withScopedRead } from "@/lib/access/scoped-read";
import type { Database } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { effectiveAccess } from "./effective-access";
import type { Explanation, Levels, Reason, Step, Thing } from "./explain-shape";
import { lineAbove } from "./line-above";
import { heldSections, reaches } from "./reach";

type Asked = { now: Date; timeZone: string; korean: boolean; threshold: number };

/** So many sections are named as the way to a student. */
const mostThrough = 3;

/**
 * Whether somebody can see a thing, at which level, and why. Decided by the scope that their reads have, through the
 * questions that pages ask; the reasons are found by asking the same with each grant alone. Throws not-found where
 * there is no such user or thing.
 */
export async function explainAccess(database: Database, userId: string, thing: Thing, asked: Asked): Promise<Explanation> {
  const { disabled, grants, access } = await effectiveAccess(database, userId, asked.now);
  const line = await describe(database, thing, asked.korean);
  const reasons: Reason[] = [];
  for (const grant of disabled ? [] : grants) {
    const reason = await reasonOf(database, grant, thing, asked);
    if (reason !== null) reasons.push(reason);
  }
  return {
    thing: { ...thing, name: line[0]?.name ?? thing.id },
    disabled,
    levels: await levelsOf(database, access, thing),
    threshold: asked.threshold,
    reasons,
    suppressedBy: access.studentLevel ? [] : access.roles.filter((role) => !role.permissions.includes("students:see")).map(nameOf),
  };
}

const nameOf = ({ id, name, nameKo }: { id: string; name: string; nameKo: string | null }) => ({ id, name, nameKo });

/** The thing as the institution has it, whoever asks. */
async function describe(database: Database, thing: Thing, korean: boolean): Promise<Step[]> {
  const isThing = thing.kind !== "students" || z.uuid().safeParse(thing.id).success;
  const line = await withScopedRead(database, { kind: "institution" }, async (read) => {
    if (isThing && (await reaches(read, thing))) return lineAbove(read, thing, korean);
    throw new BellwetherError("not-found", "There is nothing here by this id.", { field: thing.kind });
  });
  return line;
}

type Access = ReturnType<typeof combine>;

async function levelsOf(database: Database, access: Access, thing: Thing): Promise<Levels> {
  const under = (scope: Scope) => withScopedRead(database, scope, (read) => reaches(read, thing));
  const held = (scope: Scope) => withScopedRead(database, scope, (read) => heldSections(read, thing));
  const seen = await under(access.scope);
  if (!seen) return { figures: null, partOnly: false, students: false, names: false, rolls: false };
  const { held: whole, all } = await held(access.scope);
  const recordable = thing.kind === "departments" ? await under(access.recordScope) : (await held(access.recordScope)).held.length > 0;
  return {
    figures: access.studentLevel ? "exact" : "suppressed",
    partOnly: (thing.kind === "courses" || thing.kind === "sections") && whole.length < all,
    students: await under(access.studentScope),
    names: await under(access.nameScope),
    rolls: recordable,
  };
}

/** What one grant alone gives of a thing; null where it does not reach it. */
async function reasonOf(database: Database, grant: GrantRow, thing: Thing, asked: Asked): Promise<Reason | null> {
  const levels = await levelsOf(database, combine([grant]), thing);
  if (levels.figures === null) return null;
  const names = await readScopeNames(database, [grant.scope], asked.korean);
  const { through, line } = await withScopedRead(database, grant.scope, async (read) => {
    const sections = thing.kind === "departments" ? [] : (await heldSections(read, thing)).held;
    // A student hangs on a place by the first of their sections.
    const [first] = sections;
    const from: Thing | null = thing.kind !== "students" ? thing : first === undefined ? null : { kind: "sections", id: first };
    const above = from === null ? [] : await lineAbove(read, from, asked.korean);
    return { through: sections.slice(0, mostThrough), line: upTo(above, grant.scope) };
  });
  return {
    grant: grant.id,
    role: nameOf(grant.role),
    scope: namedScope(grant.scope, names),
    until: grant.endsAt === null ? null : lastDay(new Date(grant.endsAt), asked.timeZone),
    levels,
    through: thing.kind === "students" || grant.scope.kind === "instructor" ? through : [],
    line,
  };
}

/** The part of a line that ends with what the scope names; none where it names nothing on it. */
function upTo(line: readonly Step[], scope: PlainScope): Step[] {
  const at = line.findIndex(({ kind, id }) => {
    switch (scope.kind) {
      case "org-units":
        return kind === "departments" && scope.orgUnits.includes(id);
      case "courses":
        return kind === "courses" && scope.courses.includes(id);
      case "sections":
        return kind === "sections" && scope.sections.includes(id);
      default:
        return false;
    }
  });
  return line.slice(0, at + 1);
}
