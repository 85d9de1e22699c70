/** How a key stands: whether it holds, and what to look into. */
export const keyStates = ["active", "expired", "revoked"] as const;
export type KeyState = (typeof keyStates)[number];
export const keyHints = ["ends-soon", "never-used", "idle"] as const;
export type KeyHint = (typeof keyHints)[number];

const day = 86_400_000;
/** A key that ends within so many days is to be rotated or extended now. */
export const soonDays = 14;
/** A key that was not used for so many days is perhaps no longer needed. */
export const idleDays = 90;

type Key = { expiresAt: Date | null; revokedAt: Date | null; lastUsedAt: Date | null };

export function standingOf({ expiresAt, revokedAt, lastUsedAt }: Key, now: Date): { state: KeyState; hints: KeyHint[] } {
  const at = now.getTime();
  if (revokedAt !== null) return { state: "revoked", hints: [] };
  if (expiresAt !== null && expiresAt.getTime() <= at) return { state: "expired", hints: [] };
  const hints: KeyHint[] = [];
  if (expiresAt !== null && expiresAt.getTime() - at <= soonDays * day) hints.push("ends-soon");
  if (lastUsedAt === null) hints.push("never-used");
  else if (at - lastUsedAt.getTime() >= idleDays * day) hints.push("idle");
  return { state: "active", hints };
}
