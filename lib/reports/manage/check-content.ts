import type { ScopedRead } from "@/lib/access/scoped-read";
import { BellwetherError } from "@/lib/platform/errors";
import { findCourse, findDepartment, findSection } from "@/lib/warehouse/queries/find-place";
import { isProgram } from "@/lib/warehouse/queries/is-program";
import { isTerm } from "@/lib/warehouse/queries/is-term";
import type { ReportContent, ReportKind, Subject } from "../content-shape";

/** Which places a kind of report can be about, besides each recipient's own. */
export const subjectsOf: Readonly<Record<ReportKind, readonly Subject["of"][]>> = {
  institution: ["own"],
  department: ["own", "org-unit"],
  course: ["own", "course"],
  section: ["own", "section"],
};

/**
 * What a report names must be there under the scope of the read, which is its owner's: unknown places and places of
 * others are alike. Throws bad-request with the field.
 */
export async function checkContent(read: ScopedRead, { kind, subject, term, program }: ReportContent): Promise<void> {
  if (!subjectsOf[kind].includes(subject.of)) {
    throw new BellwetherError("bad-request", `A ${kind} report is about ${subjectsOf[kind].join(" or ")}.`, {
      field: "content.subject",
      rule: "fits-kind",
      found: subject.of,
    });
  }
  if (!(await isThere(read, subject))) throw unknown("content.subject", "A report is about a place that you may see.", idOf(subject));
  if (term !== null && !(await isTerm(read, term))) throw unknown("content.term", "A report is about a term that is known.", term);
  if (program !== null && !(await isProgram(read, program)))
    throw unknown("content.program", "A report is narrowed to a program that you may see.", program);
}

const unknown = (field: string, message: string, found: string | null) =>
  new BellwetherError("bad-request", message, { field, rule: "known", found });

async function isThere(read: ScopedRead, subject: Subject): Promise<boolean> {
  switch (subject.of) {
    case "own":
      return true;
    case "org-unit":
      return (await findDepartment(read, subject.orgUnit, false)) !== null;
    case "course":
      return (await findCourse(read, subject.course, false)) !== null;
    case "section":
      return (await findSection(read, subject.section, false)) !== null;
  }
}

function idOf(subject: Subject): string | null {
  switch (subject.of) {
    case "own":
      return null;
    case "org-unit":
      return subject.orgUnit;
    case "course":
      return subject.course;
    case "section":
      return subject.section;
  }
}
