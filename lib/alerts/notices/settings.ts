import type { PoolClient } from "pg";
import { type NoticeSettings, noticeSettingsSchema } from "./timing-shape";

type Client = Pick<PoolClient, "query">;

/** How a user wants to be told; where they said nothing yet: at once, in the institution's zone. */
export async function readNoticeSettings(
  client: Client,
  userId: string,
  usual: { timeZone: string; locale?: "en" | "ko" },
): Promise<NoticeSettings> {
  const found = await client.query("SELECT locale, timing FROM app.notification_setting WHERE user_id = $1", [userId]);
  const row: unknown = found.rows[0];
  if (row !== undefined) return noticeSettingsSchema.parse(row);
  return { locale: usual.locale ?? "en", timing: { zone: usual.timeZone, quiet: null, digest: { every: "none" } } };
}

export async function saveNoticeSettings(client: Client, userId: string, { locale, timing }: NoticeSettings): Promise<void> {
  await client.query(
    `INSERT INTO app.notification_setting (user_id, locale, timing) VALUES ($1, $2, $3::jsonb)
     ON CONFLICT (user_id) DO UPDATE SET locale = excluded.locale, timing = excluded.timing`,
    [userId, locale, JSON.stringify(timing)],
  );
}

/** The language that they read in becomes the language of their mails, unless they chose one. */
export async function keepNoticeLanguage(client: Client, userId: string, usual: { timeZone: string; locale: "en" | "ko" }): Promise<void> {
  const { locale, timing } = await readNoticeSettings(client, userId, usual);
  await client.query(
    "INSERT INTO app.notification_setting (user_id, locale, timing) VALUES ($1, $2, $3::jsonb) ON CONFLICT (user_id) DO NOTHING",
    [userId, locale, JSON.stringify(timing)],
  );
}
