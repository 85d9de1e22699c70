import type { Database } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { createSignInLink } from "../sign-in-links";
import { writeAudit } from "../write-audit";
import { type Administrator, administer } from "./administer";
import { lockPerson } from "./lock-person";

/** Another one-time link, whose token is told once; earlier ones that are still open end. */
export function renewLink(database: Database, by: Administrator, userId: string): Promise<string> {
  return administer(database, by, async (client) => {
    const user = await lockPerson(client, by, userId);
    const rule = user.demo ? "demo" : user.disabled ? "disabled" : null;
    if (rule !== null) throw new BellwetherError("conflict", "No link lets this user in.", { field: "person", rule });
    await client.query("UPDATE app.sign_in_link SET used_at = $2 WHERE user_id = $1 AND used_at IS NULL", [userId, by.now]);
    await writeAudit(client, { actor: by.actor, action: "user.linked", subject: `user:${userId}` });
    return createSignInLink({ owner: client }, userId);
  });
}
