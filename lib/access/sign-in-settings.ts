import { z } from "zod";
import type { Database } from "@/lib/platform/database";

export const signInSettingsKey = "sign-in";

/** What an institution decides of sign-in (docs/OPERATIONS.md). Whatever was never said has the value here. */
export const signInSettingsSchema = z.object({
  /** Minutes without use after which a session is over. */
  idleMinutes: z.int().min(5).max(1_440).default(60),
  /** Hours after which it is over in any case. */
  absoluteHours: z.int().min(1).max(168).default(12),
  /** Ids of roles whose holders see nothing without a second factor. */
  secondFactorRoles: z.array(z.string()).default([]),
  /** Whether a provider's verified e-mail may find a user that was there before (ADR 24). */
  matchByEmail: z.boolean().default(false),
  /** What becomes of somebody whom the provider knows and who holds no role here. */
  withoutGrant: z.enum(["admit", "refuse"]).default("admit"),
  /** Whether a sign-in at the provider counts as two factors although it does not say so. */
  providerFactor: z.enum(["asked", "trusted"]).default("asked"),
});
export type SignInSettings = z.infer<typeof signInSettingsSchema>;

export async function readSignInSettings({ owner }: Pick<Database, "owner">): Promise<SignInSettings> {
  const found = await owner.query<{ value: unknown }>("SELECT value FROM app.setting WHERE key = $1", [signInSettingsKey]);
  return signInSettingsSchema.parse(found.rows[0]?.value ?? {});
}
