export const locales = ["en", "ko"] as const;
export type Locale = (typeof locales)[number];
export const localeCookie = "locale";

/** The chosen language, else the browser's. */
export function localeOf(headers: { get(name: string): string | null }): Locale {
  const chosen = /(?:^|;\s*)locale=(en|ko)(?:;|$)/.exec(headers.get("cookie") ?? "")?.[1];
  if (chosen === "en" || chosen === "ko") return chosen;
  const preferred = (headers.get("accept-language") ?? "")
    .split(",")
    .map((part) => part.trim().slice(0, 2).toLowerCase())
    .find((language) => language === "en" || language === "ko");
  return preferred === "ko" ? "ko" : "en";
}
