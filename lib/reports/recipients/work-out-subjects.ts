import type { Scope } from "@/lib/access/scope";
import { withScopedRead } from "@/lib/access/scoped-read";
import type { Database } from "@/lib/platform/database";
import type { Thing } from "@/lib/warehouse/access/explain-shape";
import { reaches } from "@/lib/warehouse/access/reach";
import type { ReportContent, Subject } from "../content-shape";
import { ownCourses, ownSections, ownUnits } from "./own-places";
import type { Withheld } from "./withheld";

/** More parts than this are no document that anybody reads. */
export const mostSubjects = 40;

export type Subjects = { subjects: readonly Subject[] } | { withheld: Withheld };
type Asked = Pick<ReportContent, "kind" | "subject" | "term">;

/** What a report is about for whoever sees within a scope. Unknown places and those out of scope are alike. */
export async function workOutSubjects(database: Database, scope: Scope, content: Asked, today: string): Promise<Subjects> {
  if (scope.kind === "none") return { withheld: "no-scope" };
  const { subject } = content;
  if (subject.of === "own") return withinBounds(await ownSubjects(database, scope, content, today));
  const inScope = await withScopedRead(database, scope, (read) => reaches(read, thingOf(subject)));
  return inScope ? { subjects: [subject] } : { withheld: "out-of-scope" };
}

async function ownSubjects(database: Database, scope: Scope, { kind, term }: Asked, today: string): Promise<Subject[]> {
  switch (kind) {
    case "institution":
      return [{ of: "own" }];
    case "department":
      return (await ownUnits(database, scope)).map((orgUnit) => ({ of: "org-unit", orgUnit }));
    case "course":
      return (await ownCourses(database, scope, term, today)).map((course) => ({ of: "course", course }));
    case "section":
      return (await ownSections(database, scope, term, today)).map((section) => ({ of: "section", section }));
  }
}

function withinBounds(subjects: readonly Subject[]): Subjects {
  if (subjects.length === 0) return { withheld: "nothing-own" };
  return subjects.length > mostSubjects ? { withheld: "too-many" } : { subjects };
}

function thingOf(subject: Exclude<Subject, { of: "own" }>): Thing {
  switch (subject.of) {
    case "org-unit":
      return { kind: "departments", id: subject.orgUnit };
    case "course":
      return { kind: "courses", id: subject.course };
    case "section":
      return { kind: "sections", id: subject.section };
  }
}
