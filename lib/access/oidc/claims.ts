import { z } from "zod";

/** What is needed of a provider's claims; the rest is read by the mappings. */
export const claimsSchema = z.looseObject({
  iss: z.string().min(1),
  sub: z.string().min(1).max(255),
  email: z.string().max(320).optional(),
  email_verified: z.union([z.boolean(), z.stringbool()]).optional(),
  name: z.string().max(200).optional(),
  /** How the provider made sure who it is (RFC 8176). */
  amr: z.array(z.string()).optional().catch(undefined),
  /** The provider's session. */
  sid: z.string().max(255).optional().catch(undefined),
});
export type Claims = z.infer<typeof claimsSchema>;

/**
 * The values of a claim as texts. Its name may itself hold dots and slashes, as those of addresses do; where there is
 * none of that name, dots lead inside: `realm_access.roles`.
 */
export function valuesOf(claims: Readonly<Record<string, unknown>>, name: string): string[] {
  return texts(name in claims ? claims[name] : inside(claims, name.split(".")));
}

function inside(value: unknown, path: readonly string[]): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  if (typeof value !== "object" || value === null || Array.isArray(value) || !Object.hasOwn(value, first)) return undefined;
  return inside(Reflect.get(value, first), rest);
}

function texts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(texts);
  if (typeof value === "string") return value === "" ? [] : [value];
  return typeof value === "number" || typeof value === "boolean" ? [String(value)] : [];
}
