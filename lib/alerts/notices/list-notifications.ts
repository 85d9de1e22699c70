import { z } from "zod";
import type { UserPrincipal } from "@/lib/access/principal";
import { eyesOf } from "@/lib/access/principal-of-user";
import type { Database } from "@/lib/platform/database";
import { tellFailure } from "@/lib/platform/errors";
import { readRows } from "@/lib/platform/read-rows";
import { ruleStates } from "../rules/states";
import { countUnread } from "./count-unread";
import { type Notice, type NotificationShown, type Notifications, noticeSchema } from "./notification-shape";

const shown = 30;

const rowSchema = z.object({
  id: z.uuid(),
  subject: z.string(),
  kind: z.string(),
  detail: z.unknown(),
  link: z.string(),
  eyes: z.string().nullable(),
  at: z.date(),
  read: z.boolean(),
  state: z.enum(ruleStates).nullable(),
  muted_until: z.date().nullable(),
});

/** With what is told, whose parts are parsed together. */
const readable = rowSchema.transform(({ kind, detail, ...row }, context) => {
  const notice = noticeSchema.safeParse({ kind, detail });
  if (notice.success) return { ...row, notice: notice.data };
  for (const { path } of notice.error.issues) context.addIssue({ code: "custom", path, message: "It has another form." });
  return z.NEVER;
});

/** What a user was told last, the newest first. Figures that were read under another scope than theirs of now are left out (SCOPE-1). */
export async function listNotifications(
  database: Database,
  user: Pick<UserPrincipal, "userId" | "scope" | "studentLevel">,
): Promise<Notifications> {
  const found = await database.owner.query(
    `SELECT n.id, n.subject, n.kind, n.detail, n.link, n.eyes, n.at, n.read_at IS NOT NULL AS read, r.state, r.muted_until
     FROM app.notification n
     LEFT JOIN app.alert_rule r ON n.subject = 'alert:' || r.id AND r.owner = n.user_id AND r.removed_at IS NULL
     WHERE n.user_id = $1 ORDER BY n.at DESC, n.id LIMIT $2`,
    [user.userId, shown],
  );
  const eyes = await eyesOf(database.owner, user);
  const unread = (await countUnread(database.owner, [user.userId])).get(user.userId) ?? 0;
  return { unread, notifications: readRows(readable, found.rows, "notification", tellFailure).map((row) => shownOf(row, eyes)) };
}

function shownOf({ notice, eyes, at, state, muted_until, ...row }: z.infer<typeof readable>, now: string): NotificationShown {
  const withheld = eyes !== null && eyes !== now;
  return {
    ...row,
    at: at.toISOString(),
    withheld,
    notice: withheld ? withoutFigures(notice) : notice,
    rule: state === null ? null : { state, mutedUntil: muted_until?.toISOString() ?? null },
  };
}

/** What is said to who sees under another scope by now: that there was something, and of which rule of theirs. */
export function withoutFigures(notice: Notice): Notice {
  switch (notice.kind) {
    case "alert.fired":
    case "alert.resolved":
      return { kind: notice.kind, detail: { ...notice.detail, place: { en: "", ko: "" }, program: null, figure: null } };
    default:
      return notice;
  }
}
