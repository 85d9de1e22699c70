import { localeOf } from "@/lib/platform/locale";
import type { UserAsk } from "@/lib/runtime/answer-user";

export type IdContext = { params: Promise<{ id: string }> };

/** When and in which language something is shown. */
export const shownTo = ({ services: { now } }: Pick<UserAsk, "services">, request: Request) => ({
  now: now(),
  korean: localeOf(request.headers) === "ko",
});
