import type { ScopedRead } from "@/lib/access/scoped-read";
import { BellwetherError } from "@/lib/platform/errors";
import { findCourse, findDepartment, findSection, type Place } from "@/lib/warehouse/queries/find-place";
import type { ReportContent } from "../content-shape";

/** What the report is about; null for all that its readers may see. Throws not-found for what is unknown or out of their scope, both alike. */
export async function readPlace(read: ScopedRead, subject: ReportContent["subject"], korean: boolean): Promise<Place | null> {
  if (subject.of === "own") return null;
  const place = await find(read, subject, korean);
  if (place === null) throw new BellwetherError("not-found", "There is nothing here by this id.", { field: subject.of });
  return place;
}

function find(read: ScopedRead, subject: Exclude<ReportContent["subject"], { of: "own" }>, korean: boolean): Promise<Place | null> {
  switch (subject.of) {
    case "org-unit":
      return findDepartment(read, subject.orgUnit, korean);
    case "course":
      return findCourse(read, subject.course, korean);
    case "section":
      return findSection(read, subject.section, korean);
  }
}
