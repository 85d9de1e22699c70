import { type SessionExpiry, sessionExpirySchema } from "@/lib/access/session-expiry-shape";
import { presenceAddress } from "./tell-of-use";

/** Null where nobody can say: the server is away, or the session is over, which the live connection hears of. */
export async function fetchExpiry(): Promise<SessionExpiry | null> {
  try {
    const response = await fetch(presenceAddress);
    return response.ok ? (sessionExpirySchema.safeParse(await response.json()).data ?? null) : null;
  } catch {
    return null;
  }
}
