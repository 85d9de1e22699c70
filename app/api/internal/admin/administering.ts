import type { Administrator } from "@/lib/access/administration/administer";
import { localeOf } from "@/lib/platform/locale";
import type { PermittedAsk } from "@/lib/runtime/answer-permitted";

export type IdContext = { params: Promise<{ id: string }> };

/** Who changes access by this request. */
export const administratorOf = ({ services, user, actor }: PermittedAsk): Administrator => ({
  actor,
  userId: user.userId,
  now: services.now(),
  demo: services.config.demo,
});

/** When, where and in which language something is shown. */
export const shownTo = ({ services: { now, timeZone } }: PermittedAsk, request: Request) => ({
  now: now(),
  timeZone,
  korean: localeOf(request.headers) === "ko",
});
