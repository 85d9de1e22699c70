import { z } from "zod";
import { standingChangeSchema } from "@/lib/alerts/manage/rules-shape";
import { timingSchema } from "@/lib/alerts/notices/timing-shape";
import { channelsSchema, watchSchema } from "@/lib/alerts/rules/rule-shape";
import { textSchema, titleSchema } from "@/lib/contracts/values";

/** Bodies as routes take them; their parts are those that the browser has too. */
export const askedRule = z.strictObject({
  name: titleSchema,
  watch: watchSchema,
  channels: channelsSchema,
});
export const askedChange = askedRule.extend({ version: z.int32() });
export const askedWatch = z.strictObject({ watch: watchSchema });
export const askedStanding = z.strictObject({ change: standingChangeSchema });
export const askedWebhook = z.strictObject({ name: titleSchema, url: textSchema.max(2_000) });
export const askedWebhookState = z.strictObject({ enabled: z.boolean() });
export const askedRead = z.strictObject({ id: z.uuid().nullable() });
export const askedSettings = z.strictObject({ locale: z.enum(["en", "ko"]), timing: timingSchema });
