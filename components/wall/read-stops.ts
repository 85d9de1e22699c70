import { getLocale, getTranslations } from "next-intl/server";
import { narrowScope } from "@/lib/access/narrow-scope";
import type { UserPrincipal } from "@/lib/access/principal";
import { withScopedRead } from "@/lib/access/scoped-read";
import { getServices } from "@/lib/runtime/services";
import { listDepartments, listTaughtSections } from "@/lib/warehouse/queries/list-wall-places";
import { homeOf } from "../shell/navigation";
import type { Shell } from "../shell/shell-context";

/** One picture of the round: figures of a place, and what it is broken down by. */
export type Stop = {
  id: string;
  title: string;
  place: { orgUnit?: string; section?: string };
  below: { groupBy: "org_unit" | "course" | "section"; level: "departments" | "courses" | "sections" } | null;
};

const byDepartment = { groupBy: "org_unit", level: "departments" } as const;
const byCourse = { groupBy: "course", level: "courses" } as const;
const bySection = { groupBy: "section", level: "sections" } as const;

/** What fits the reader: the whole and its departments, or own sections, or own students. Figures only, never names of students. */
export async function readStops(principal: UserPrincipal, shell: Shell): Promise<Stop[]> {
  const t = await getTranslations("nav");
  const korean = (await getLocale()) === "ko";
  const { database } = getServices();
  const home = homeOf({ roles: principal.roles, may: new Set() });
  if (home === "students") return [{ id: "all", title: t("students"), place: {}, below: bySection }];
  if (home === "sections") {
    const scope = narrowScope(principal.scope, ["instructor"]);
    const sections = await withScopedRead(database, scope, (read) => listTaughtSections(read, shell.currentTerm ?? ""));
    const all: Stop = { id: "all", title: t("sections"), place: {}, below: bySection };
    return [all, ...sections.map(({ id, name }): Stop => ({ id, title: `${name} · ${id}`, place: { section: id }, below: null }))];
  }
  const departments = await withScopedRead(database, principal.scope, (read) => listDepartments(read, korean));
  const whole: Stop = {
    id: "all",
    title: principal.scope.kind === "institution" ? t("overview") : shell.scope,
    place: {},
    below: principal.scope.kind === "institution" ? byDepartment : byCourse,
  };
  return [whole, ...departments.map(({ id, name }): Stop => ({ id, title: name, place: { orgUnit: id }, below: byCourse }))];
}
