import * as z from "zod/mini";
import { roleNameSchema } from "./shapes";

/** Settings of the environment that sign-in by the institution's provider is made of; a secret travels as that it is set. */
export const environmentNames = [
  "BELLWETHER_OIDC_NAME",
  "BELLWETHER_OIDC_ISSUER",
  "BELLWETHER_OIDC_CLIENT_ID",
  "BELLWETHER_OIDC_CLIENT_SECRET",
  "BELLWETHER_OIDC_SCOPES",
  "NEXTAUTH_URL",
] as const;

/** A scope that a mapping gives, with what its places are called; one in braces stands for the values of that claim. */
const member = z.object({ id: z.string(), name: z.string() });
const shownTemplateSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("institution") }),
  z.object({ kind: z.enum(["org-units", "courses", "sections"]), members: z.array(member) }),
  z.object({ kind: z.enum(["instructor", "advisor"]), personClaim: z.string() }),
]);
export type ShownTemplate = z.infer<typeof shownTemplateSchema>;

export const shownMappingSchema = z.object({
  id: z.uuid(),
  claim: z.string(),
  /** Null: whatever the claim says. */
  value: z.nullable(z.string()),
  role: roleNameSchema,
  scope: shownTemplateSchema,
});
export type ShownMapping = z.infer<typeof shownMappingSchema>;

export const signInSchema = z.object({
  /** Null where no provider is set. `returnsTo`: the address that is registered at the provider. */
  provider: z.nullable(z.object({ name: z.string(), issuer: z.string(), returnsTo: z.string() })),
  /** `value`: null for what is not set, and for a secret that is. */
  environment: z.array(z.object({ name: z.enum(environmentNames), set: z.boolean(), value: z.nullable(z.string()) })),
  /** What is kept in the database and set by the command line. */
  settings: z.object({
    idleMinutes: z.number(),
    absoluteHours: z.number(),
    matchByEmail: z.boolean(),
    withoutGrant: z.enum(["admit", "refuse"]),
    providerFactor: z.enum(["asked", "trusted"]),
    secondFactorRoles: z.array(roleNameSchema),
  }),
  mappings: z.array(shownMappingSchema),
});
export type ShownSignIn = z.infer<typeof signInSchema>;
