import { withTransaction } from "@/lib/platform/database";
import type { Caller, Entry } from "./caller";
import { begin, begunSchema, type EnterServices, recordRefusal, stepHash } from "./enter";
import { KnownDevices } from "./known-device";
import { takeCode } from "./second-factor/take-code";

/** Codes that may be tried after one first factor. */
const mostTries = 5;

/** The second factor, or a recovery code, of whoever has shown the first. A step is good for one session. */
export async function enterCode(services: EnterServices, code: string, caller: Caller): Promise<Entry> {
  const { owner } = services.database;
  const token = stepHash(caller.stepCookie ?? "");
  const found = await owner.query<{ user_id: string; email: string; begun: unknown }>(
    `UPDATE app.sign_in_step SET tries = tries + 1 FROM app."user" u
     WHERE token_hash = $1 AND expires_at > now() AND tries < $2 AND u.id = user_id AND u.disabled_at IS NULL
     RETURNING user_id, u.email, begun`,
    [token, mostTries],
  );
  const step = found.rows[0];
  if (step === undefined) return { kind: "refused" };
  const { user_id: userId, email } = step;
  const begun = begunSchema.parse(step.begun);
  const device = new KnownDevices(services.nextAuthSecret).deviceOf(caller.deviceCookie, email);
  const guess = { account: `code of ${userId}`, address: caller.address, device };
  const refusal = await services.throttle.refuses(guess);
  if (refusal !== null) {
    if (refusal.first) await recordRefusal(services, begun.how, "throttled", email);
    return { kind: "refused" };
  }
  const factor = await withTransaction(services.database.owner, async (client) => {
    const taken = await takeCode(client, services.vault, userId, code, services.now());
    if (taken === null) return null;
    const used = await client.query("DELETE FROM app.sign_in_step WHERE token_hash = $1", [token]);
    return used.rowCount === 1 ? taken : null;
  });
  if (factor === null) {
    await recordRefusal(services, begun.how, "code", email);
    return { kind: "refused" };
  }
  await services.throttle.forgive(guess);
  return begin(services, userId, begun, factor, caller);
}
