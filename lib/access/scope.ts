import type { PlainScope, Scope } from "./scope-schema";

export type { PlainScope, Scope };

/** The value of the database setting `bellwether.scope`, which the policies read. */
export type ScopeSetting =
  | { everything: true }
  | { orgUnits: string[]; courses: string[]; sections: string[]; instructors: string[]; advisors: string[]; students: string[] };

export function scopeSetting(scope: Scope): ScopeSetting {
  const setting: Exclude<ScopeSetting, { everything: true }> = {
    orgUnits: [],
    courses: [],
    sections: [],
    instructors: [],
    advisors: [],
    students: [],
  };
  for (const one of plainScopes(scope)) {
    switch (one.kind) {
      case "none":
        break;
      case "institution":
        return { everything: true };
      case "org-units":
        setting.orgUnits.push(...one.orgUnits);
        break;
      case "courses":
        setting.courses.push(...one.courses);
        break;
      case "sections":
        setting.sections.push(...one.sections);
        break;
      case "instructor":
        setting.instructors.push(one.person);
        break;
      case "advisor":
        setting.advisors.push(one.person);
        break;
      case "students":
        setting.students.push(...one.students);
        break;
    }
  }
  for (const list of Object.values(setting)) list.sort();
  return setting;
}

export function plainScopes(scope: Scope): readonly PlainScope[] {
  return scope.kind === "union" ? scope.scopes : [scope];
}

export function unionOf(scopes: readonly PlainScope[]): Scope {
  const [only, ...rest] = scopes;
  if (only === undefined) return { kind: "none" };
  return rest.length === 0 ? only : { kind: "union", scopes: [...scopes] };
}

/** One spelling of a scope, for caches and shared views. */
export function scopeKey(scope: Scope): string {
  return JSON.stringify(scopeSetting(scope));
}

export const scopeGrammar = "institution, org-unit:ID, course:ID or section:ID";

/** `institution`, `org-unit:ID`, `course:ID`, `section:ID` as the command line takes it; null where it is none. */
export function parseScope(text: string): PlainScope | null {
  if (text === "institution") return { kind: "institution" };
  const [kind, ...rest] = text.split(":");
  const name = rest.join(":");
  if (name === "") return null;
  switch (kind) {
    case "org-unit":
      return { kind: "org-units", orgUnits: [name] };
    case "course":
      return { kind: "courses", courses: [name] };
    case "section":
      return { kind: "sections", sections: [name] };
    default:
      return null;
  }
}
