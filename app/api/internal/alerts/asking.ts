import type { Asking } from "@/lib/kpis/answer-request";
import { localeOf } from "@/lib/platform/locale";
import type { Services } from "@/lib/runtime/services";

/** What a question of a rule is asked with. */
export const askingOf = ({ database, timeZone, now }: Services, request: Request): Asking => ({
  database,
  timeZone,
  now: now(),
  locale: localeOf(request.headers) === "ko" ? "ko" : "en",
});
