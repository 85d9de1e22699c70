import { type SessionExpiry, sessionExpirySchema } from "@/lib/access/session-expiry-shape";

const address = "/api/internal/account/presence";

/** Null where nobody can say: the server is away, or the session is over, which the live connection hears of. */
export async function fetchExpiry(): Promise<SessionExpiry | null> {
  try {
    const response = await fetch(address);
    return response.ok ? (sessionExpirySchema.safeParse(await response.json()).data ?? null) : null;
  } catch {
    return null;
  }
}

/** Says that somebody is there. Whether that was heard is asked for afterwards. */
export const tellOfUse = (): Promise<void> =>
  fetch(address, { method: "POST" }).then(
    () => undefined,
    () => undefined,
  );
