import * as z from "zod/mini";
import { alertDetailSchema, namedSchema } from "../notices/notification-shape";
import { noticeSettingsSchema } from "../notices/timing-shape";
import { channelsSchema, watchSchema } from "../rules/rule-shape";
import { ruleStates } from "../rules/states";

const instant = z.string();

export const ruleItemSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  watch: watchSchema,
  channels: channelsSchema,
  version: z.int(),
  state: z.enum(ruleStates),
  /** What its place and program are called. */
  place: namedSchema,
  program: z.nullable(namedSchema),
  mutedUntil: z.nullable(instant),
  pausedAt: z.nullable(instant),
  held: z.nullable(z.object({ since: instant, because: z.enum(["scope", "question"]) })),
  lastFiredAt: z.nullable(instant),
});
export type RuleItem = z.infer<typeof ruleItemSchema>;

/** A rule of which nothing but its name can be read: it watches nothing, and can be removed. */
export const unreadableRuleSchema = z.object({ id: z.uuid(), name: z.string() });
export type UnreadableRule = z.infer<typeof unreadableRuleSchema>;

export const rulesSchema = z.object({
  rules: z.array(ruleItemSchema),
  unreadable: z.array(unreadableRuleSchema),
  settings: noticeSettingsSchema,
});
export type RuleList = z.infer<typeof rulesSchema>;

/** What somebody writes. */
export const ruleInputSchema = z.strictObject({
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(100)),
  watch: watchSchema,
  channels: channelsSchema,
});
export type RuleInput = z.infer<typeof ruleInputSchema>;

export const eventKinds = ["fired", "resolved", "acknowledged", "held", "resumed"] as const;
export const alertEventSchema = z.object({
  id: z.uuid(),
  rule: z.object({ id: z.uuid(), name: z.string() }),
  kind: z.enum(eventKinds),
  at: instant,
  muted: z.boolean(),
  /** Null where there is none, and for who sees under another scope by now. */
  detail: z.nullable(alertDetailSchema),
});
export type AlertEventShown = z.infer<typeof alertEventSchema>;
export const alertEventsSchema = z.object({ events: z.array(alertEventSchema) });

/** What can be done about how a rule stands. */
export const standingChangeSchema = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("acknowledge") }),
  z.strictObject({ do: z.literal("pause") }),
  z.strictObject({ do: z.literal("resume") }),
  /** 0: no more. */
  z.strictObject({ do: z.literal("mute"), minutes: z.int().check(z.gte(0), z.lte(31 * 24 * 60)) }),
]);
export type StandingChange = z.infer<typeof standingChangeSchema>;

/** What a rule would have done in a term. `by`: at which moments it was looked at. */
export const backTestSchema = z.object({
  term: z.nullable(z.object({ id: z.string(), name: z.string() })),
  by: z.enum(["day", "week", "known-then", "not-kept"]),
  /** How many moments were looked at, and of how many a figure is known. */
  looked: z.int(),
  known: z.int(),
  firings: z.array(
    z.object({
      day: z.string(),
      overOn: z.nullable(z.string()),
      value: z.nullable(z.number()),
      reference: z.nullable(z.number()),
      n: z.nullable(z.number()),
      /** False where there are at least so many. */
      nExact: z.boolean(),
      unit: z.enum(["ratio", "points", "minutes"]),
    }),
  ),
});
export type BackTest = z.infer<typeof backTestSchema>;
