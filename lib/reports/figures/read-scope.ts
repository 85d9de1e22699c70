import { plainScopes } from "@/lib/access/scope";
import type { ScopedRead } from "@/lib/access/scoped-read";
import { listCourseTitles } from "@/lib/warehouse/queries/list-course-titles";
import { listUnitNames } from "@/lib/warehouse/queries/list-unit-names";
import type { Report, ScopePart } from "./report-shape";

/** What the readers may see, by the names of its places. */
export async function readScope(read: ScopedRead, korean: boolean): Promise<Report["scope"]> {
  const parts: ScopePart[] = [];
  for (const scope of plainScopes(read.scope)) {
    switch (scope.kind) {
      case "none":
        break;
      case "institution":
      case "instructor":
      case "advisor":
        parts.push({ kind: scope.kind, names: [], count: 1 });
        break;
      case "org-units":
        parts.push(named(scope.kind, scope.orgUnits, await listUnitNames(read, scope.orgUnits, korean)));
        break;
      case "courses":
        parts.push(named(scope.kind, scope.courses, await listCourseTitles(read, scope.courses)));
        break;
      case "sections":
        parts.push(named(scope.kind, scope.sections, scope.sections));
        break;
      case "students":
        parts.push({ kind: scope.kind, names: [], count: scope.students.length });
        break;
    }
  }
  return { kind: read.scope.kind, parts };
}

/** Names, or ids where nobody has defined them yet. */
const named = (kind: ScopePart["kind"], ids: readonly string[], names: readonly string[]): ScopePart => ({
  kind,
  names: names.length === 0 ? ids : names,
  count: ids.length,
});
