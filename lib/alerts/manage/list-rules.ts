import { z } from "zod";
import type { UserPrincipal } from "@/lib/access/principal";
import { withScopedRead } from "@/lib/access/scoped-read";
import type { Database } from "@/lib/platform/database";
import { tellFailure } from "@/lib/platform/errors";
import { readRows, rowsNotRead } from "@/lib/platform/read-rows";
import { namePlace, nameProgram } from "../rules/name-place";
import { channelsSchema, watchSchema } from "../rules/rule-shape";
import { ruleStates } from "../rules/states";
import { type RuleItem, type RuleList, unreadableRuleSchema } from "./rules-shape";

const rowSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  watch: watchSchema,
  channels: channelsSchema,
  version: z.number().int(),
  state: z.enum(ruleStates),
  muted_until: z.date().nullable(),
  paused_at: z.date().nullable(),
  held_since: z.date().nullable(),
  held_because: z.enum(["scope", "question"]).nullable(),
  last_fired_at: z.date().nullable(),
});

/** One's own rules, with what their places are called, and those that cannot be read; the oldest first. */
export async function listRules(
  database: Database,
  user: Pick<UserPrincipal, "userId" | "scope">,
): Promise<Pick<RuleList, "rules" | "unreadable">> {
  const found = await database.owner.query(
    `SELECT id, name, watch, channels, version, state, muted_until, paused_at, held_since, held_because,
       (SELECT max(at) FROM app.alert_event e WHERE e.rule = r.id AND e.kind = 'fired') AS last_fired_at
     FROM app.alert_rule r WHERE owner = $1 AND removed_at IS NULL ORDER BY created_at, id`,
    [user.userId],
  );
  const rows = readRows(rowSchema, found.rows, "rule", tellFailure);
  const unreadable = rowsNotRead(found.rows, rows).map((row) => unreadableRuleSchema.parse(row));
  return withScopedRead(database, user.scope, async (read) => {
    const rules: RuleItem[] = [];
    for (const { muted_until, paused_at, held_since, held_because, last_fired_at, ...row } of rows) {
      rules.push({
        ...row,
        place: await namePlace(read, row.watch),
        program: await nameProgram(read, row.watch.program),
        mutedUntil: muted_until?.toISOString() ?? null,
        pausedAt: paused_at?.toISOString() ?? null,
        held: held_since === null || held_because === null ? null : { since: held_since.toISOString(), because: held_because },
        lastFiredAt: last_fired_at?.toISOString() ?? null,
      });
    }
    return { rules, unreadable };
  });
}
