import { z } from "zod";
import type { combine } from "@/lib/access/principal";
import { type Scope, scopeKey } from "@/lib/access/scope";
import { scopeSchema } from "@/lib/access/scope-schema";
import type { Eyes } from "../ports";

export const eyesSchema = z.strictObject({
  scope: scopeSchema,
  studentScope: scopeSchema,
  nameScope: scopeSchema,
  studentLevel: z.boolean(),
});

/** What somebody's grants let them see. */
export const eyesOf = ({ scope, studentScope, nameScope, studentLevel }: ReturnType<typeof combine>): Eyes => ({
  scope,
  studentScope,
  nameScope,
  studentLevel,
});

/** An address outside sees what was fixed for it, by figures alone, and small ones never. */
export const outsideEyes = (scope: Scope): Eyes => ({
  scope,
  studentScope: { kind: "none" },
  nameScope: { kind: "none" },
  studentLevel: false,
});

/** One spelling for all who see the same. */
export const eyesKey = ({ scope, studentScope, nameScope, studentLevel }: Eyes): string =>
  JSON.stringify([scopeKey(scope), scopeKey(studentScope), scopeKey(nameScope), studentLevel]);

export const scopesOf = ({ scope, studentScope, nameScope }: Eyes): Scope[] => [scope, studentScope, nameScope];
