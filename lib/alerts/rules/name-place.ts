import { plainScopes } from "@/lib/access/scope";
import type { ScopedRead } from "@/lib/access/scoped-read";
import { listPrograms } from "@/lib/warehouse/queries/list-programs";
import { listUnitNames } from "@/lib/warehouse/queries/list-unit-names";
import { nameScopePlaces } from "@/lib/warehouse/queries/name-scope-places";
import type { Named } from "../notices/notification-shape";
import type { Watch } from "./rule-shape";

/** What a rule's place is called: of one's own place, what the owner may see. In both languages, for it is kept. */
export async function namePlace(read: ScopedRead, { place }: Pick<Watch, "place">): Promise<Named> {
  if (place.kind === "own") return ownPlace(read);
  const nameIn = async (korean: boolean) => (await nameScopePlaces(read, [place], korean))[0]?.name ?? place.id;
  return { en: await nameIn(false), ko: await nameIn(true) };
}

export async function nameProgram(read: ScopedRead, program: string | null): Promise<Named | null> {
  if (program === null) return null;
  const name = (await listPrograms(read)).find(({ id }) => id === program)?.name ?? program;
  return { en: name, ko: name };
}

async function ownPlace(read: ScopedRead): Promise<Named> {
  const scopes = plainScopes(read.scope);
  if (scopes.some(({ kind }) => kind === "institution")) return { en: "Whole institution", ko: "대학 전체" };
  const units = scopes.flatMap((scope) => (scope.kind === "org-units" ? scope.orgUnits : []));
  if (units.length === 0 || scopes.some(({ kind }) => kind !== "org-units"))
    return { en: "All that you may see", ko: "열람할 수 있는 전체 범위" };
  const [en, ko] = [await listUnitNames(read, units, false), await listUnitNames(read, units, true)];
  return { en: (en.length === 0 ? units : en).join(", "), ko: (ko.length === 0 ? units : ko).join(", ") };
}
