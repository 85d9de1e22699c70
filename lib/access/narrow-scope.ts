import type { PlainScope } from "./scope";
import { plainScopes, type Scope, unionOf } from "./scope";

/** The part of a scope that is of these kinds; none where there is no such part. Never more than was given. */
export function narrowScope(scope: Scope, kinds: readonly PlainScope["kind"][]): Scope {
  return unionOf(plainScopes(scope).filter((one) => kinds.includes(one.kind)));
}

/** What somebody sees as the advisor of students, or because single students were given to them: whom they look after. */
export const advisingScope = (scope: Scope): Scope => narrowScope(scope, ["advisor", "students"]);

/** What somebody sees as the lecturer of sections or as one who looks after students: marks and running grades follow it. */
export const teachingScope = (scope: Scope): Scope => narrowScope(scope, ["instructor", "advisor", "students"]);
