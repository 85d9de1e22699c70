import { headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { localeOf } from "@/lib/platform/locale";
import { getServices } from "@/lib/runtime/services";
import en from "@/messages/en.json";
import ko from "@/messages/ko.json";

/** The language follows the reader's choice, else the browser; times are in the institution's zone. */
export default getRequestConfig(async () => {
  const locale = localeOf(await headers());
  return { locale, messages: locale === "ko" ? ko : en, timeZone: getServices().timeZone };
});
