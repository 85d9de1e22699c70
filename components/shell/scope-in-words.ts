import { getLocale, getTranslations } from "next-intl/server";
import { type PlainScope, plainScopes } from "@/lib/access/scope";
import type { ScopedRead } from "@/lib/access/scoped-read";
import { listCourseTitles } from "@/lib/warehouse/queries/list-course-titles";
import { listUnitNames } from "@/lib/warehouse/queries/list-unit-names";

/** What a reader may see, for the page and for what leaves it. */
export async function scopeInWords(read: ScopedRead): Promise<string> {
  const t = await getTranslations("scope");
  const korean = (await getLocale()) === "ko";
  const wordsOf = async (scope: PlainScope): Promise<string[]> => {
    switch (scope.kind) {
      case "none":
        return [];
      case "institution":
        return [t("institution")];
      case "org-units":
        return named(scope.orgUnits, await listUnitNames(read, scope.orgUnits, korean));
      case "courses":
        return named(scope.courses, await listCourseTitles(read, scope.courses));
      case "sections":
        return [t("sections", { ids: scope.sections.join(", ") })];
      case "instructor":
        return [t("instructor")];
      case "advisor":
        return [t("advisor")];
      case "students":
        return [t("students", { count: scope.students.length })];
    }
  };
  const words = (await Promise.all(plainScopes(read.scope).map(wordsOf))).flat();
  return words.length === 0 ? t("none") : [...new Set(words)].join(", ");
}

/** Names, or ids where nobody has defined them yet. */
const named = (ids: readonly string[], names: readonly string[]) => (names.length === 0 ? [...ids] : [...names]);
