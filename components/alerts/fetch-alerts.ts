import * as z from "zod/mini";
import {
  alertEventsSchema,
  type BackTest,
  backTestSchema,
  type RuleInput,
  rulesSchema,
  type StandingChange,
} from "@/lib/alerts/manage/rules-shape";
import type { NoticeSettings } from "@/lib/alerts/notices/timing-shape";
import type { Watch } from "@/lib/alerts/rules/rule-shape";
import { madeWebhookSchema, type NewWebhook, webhooksSchema } from "@/lib/alerts/webhooks/webhooks-shape";
import { ask } from "./ask";

const alerts = "/api/internal/alerts";
const of = (id: string) => `${alerts}/${encodeURIComponent(id)}`;
const idSchema = z.object({ id: z.uuid() });

export const fetchRules = async () => rulesSchema.parse(await ask(alerts));
export const fetchEvents = async () => alertEventsSchema.parse(await ask(`${alerts}/events`)).events;
export const fetchBackTest = async (watch: Watch): Promise<BackTest> =>
  backTestSchema.parse(await ask(`${alerts}/preview`, "POST", { watch }));
export const makeRule = async (rule: RuleInput) => idSchema.parse(await ask(alerts, "POST", rule));
export const changeRule = async (id: string, rule: RuleInput & { version: number }) => idSchema.parse(await ask(of(id), "PUT", rule));
export const removeRule = (id: string) => ask(of(id), "DELETE");
export const changeStanding = (id: string, change: StandingChange) => ask(`${of(id)}/standing`, "POST", { change });

export const saveSettings = (settings: NoticeSettings) => ask("/api/internal/notifications/settings", "PUT", settings);

export const fetchWebhooks = async () => webhooksSchema.parse(await ask(`${alerts}/webhooks`)).webhooks;
export const makeWebhook = async (webhook: NewWebhook) => madeWebhookSchema.parse(await ask(`${alerts}/webhooks`, "POST", webhook));
export const enableWebhook = (id: string, enabled: boolean) => ask(`${alerts}/webhooks/${encodeURIComponent(id)}`, "PUT", { enabled });
export const removeWebhook = (id: string) => ask(`${alerts}/webhooks/${encodeURIComponent(id)}`, "DELETE");
