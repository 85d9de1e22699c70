import { z } from "zod";
import type { UserPrincipal } from "@/lib/access/principal";
import { eyesOf } from "@/lib/access/principal-of-user";
import type { Database } from "@/lib/platform/database";
import { alertDetailSchema } from "../notices/notification-shape";
import { type AlertEventShown, eventKinds } from "./rules-shape";

const most = 100;

const rowSchema = z.object({
  id: z.uuid(),
  rule: z.uuid(),
  name: z.string(),
  kind: z.enum(eventKinds),
  at: z.date(),
  muted: z.boolean(),
  detail: z.record(z.string(), z.unknown()),
});

/** What became of one's own rules, the newest first. Figures that were read under another scope than one's of now are left out (SCOPE-1). */
export async function listEvents(
  database: Database,
  user: Pick<UserPrincipal, "userId" | "scope" | "studentLevel">,
): Promise<AlertEventShown[]> {
  const found = await database.owner.query(
    `SELECT e.id, e.rule, r.name, e.kind, e.at, e.muted, e.detail FROM app.alert_event e JOIN app.alert_rule r ON r.id = e.rule
     WHERE r.owner = $1 AND r.removed_at IS NULL ORDER BY e.at DESC, e.id LIMIT $2`,
    [user.userId, most],
  );
  const eyes = await eyesOf(database.owner, user);
  return found.rows.map((row) => {
    const { rule, name, at, detail, ...event } = rowSchema.parse(row);
    const shown = detail.eyes === eyes ? (alertDetailSchema.safeParse(detail).data ?? null) : null;
    return { ...event, rule: { id: rule, name }, at: at.toISOString(), detail: shown };
  });
}
