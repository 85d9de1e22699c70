import * as z from "zod/mini";

const at = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/));

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** When mails may come: wall-clock times of the reader's own zone. The bell and webhooks do not wait. */
export const timingSchema = z.strictObject({
  zone: z.string().check(z.maxLength(60), z.refine(isZone, { message: "must be an IANA time zone" })),
  /** Nothing from `from` on until `to`, over midnight where that is earlier. */
  quiet: z.nullable(z.strictObject({ from: at, to: at })),
  digest: z.discriminatedUnion("every", [
    z.strictObject({ every: z.literal("none") }),
    z.strictObject({ every: z.literal("hour") }),
    z.strictObject({ every: z.literal("day"), at }),
  ]),
});
export type NoticeTiming = z.infer<typeof timingSchema>;

export const noticeSettingsSchema = z.strictObject({ locale: z.enum(["en", "ko"]), timing: timingSchema });
export type NoticeSettings = z.infer<typeof noticeSettingsSchema>;
