import { writeAudit } from "@/lib/access/write-audit";
import { policySchema } from "@/lib/kpis/policy";
import { policyOn } from "@/lib/kpis/policy-versions";
import { readPolicyVersions } from "@/lib/kpis/read-policy";
import { type Database, withTransaction } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { diffPolicies } from "./diff-policies";
import type { NewVersion } from "./policy-draft";

export type Making = NewVersion & { actor: string; today: string };

/**
 * Makes a version of the policy. Throws conflict where another was made since `basedOn`; bad-request where nothing
 * would change, where days that are over would change without a reason, and where a version that is planned would
 * never begin: the last one made wins on every day from its first.
 */
export async function makeVersion(database: Database, { policy, validFrom, basedOn, reason, actor, today }: Making): Promise<number> {
  return withTransaction(database.owner, async (client) => {
    await client.query("LOCK TABLE app.policy IN SHARE ROW EXCLUSIVE MODE");
    const last = await client.query<{ version: number }>("SELECT max(version) AS version FROM app.policy");
    const latest = last.rows[0]?.version ?? 0;
    if (latest !== basedOn) {
      throw new BellwetherError("conflict", "Another version was made meanwhile.", { field: "basedOn", rule: "latest", found: latest });
    }
    const versions = await readPolicyVersions({ query: (text, values) => client.query(text, values) });
    const planned = versions.find((version) => version.validFrom > today && version.validFrom >= validFrom);
    if (planned !== undefined) {
      throw new BellwetherError("bad-request", `Version ${planned.version} would never begin: withdraw it first.`, {
        field: "validFrom",
        rule: "planned",
        found: planned.validFrom,
      });
    }
    const changes = diffPolicies(policyOn(versions, validFrom).policy, policy);
    const begins = versions.some((version) => version.validFrom > validFrom);
    if (changes.length === 0 && !begins) {
      throw new BellwetherError("bad-request", "Nothing would change.", { field: "policy", rule: "changed" });
    }
    if (validFrom < today && (reason ?? "").trim() === "") {
      throw new BellwetherError("bad-request", "Say why days that are over change.", { field: "reason", rule: "required" });
    }
    await client.query(
      `INSERT INTO app.policy (version, valid_from, document, created_at, made_by, reason)
       VALUES ($1, $2, $3::jsonb, clock_timestamp(), $4, $5)`,
      [latest + 1, validFrom, JSON.stringify(policySchema.parse(policy)), actor, reason?.trim() || null],
    );
    await writeAudit(client, {
      actor,
      action: "policy.made",
      subject: `policy:${latest + 1}`,
      detail: { validFrom, changed: changes.map(({ path }) => path), ...(validFrom < today ? { past: true } : {}) },
    });
    return latest + 1;
  });
}

/** Withdraws a version before its first day. Throws not-found; conflict where it has begun or was withdrawn. */
export async function withdrawVersion(
  database: Database,
  { version, actor, today }: { version: number; actor: string; today: string },
): Promise<void> {
  await withTransaction(database.owner, async (client) => {
    const found = await client.query<{ validFrom: string; withdrawn: boolean }>(
      `SELECT valid_from::text AS "validFrom", withdrawn_at IS NOT NULL AS withdrawn FROM app.policy WHERE version = $1 FOR UPDATE`,
      [version],
    );
    const row = found.rows[0];
    if (row === undefined) throw new BellwetherError("not-found", "There is no such version.", { field: "version" });
    if (row.withdrawn)
      throw new BellwetherError("conflict", "It was withdrawn before.", { field: "version", rule: "withdrawn", found: version });
    if (row.validFrom <= today)
      throw new BellwetherError("conflict", "It has begun: make another version.", {
        field: "version",
        rule: "begun",
        found: row.validFrom,
      });
    await client.query("UPDATE app.policy SET withdrawn_at = clock_timestamp(), withdrawn_by = $2 WHERE version = $1", [version, actor]);
    await writeAudit(client, { actor, action: "policy.withdrawn", subject: `policy:${version}`, detail: { validFrom: row.validFrom } });
  });
}
