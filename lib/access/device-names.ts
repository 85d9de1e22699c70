import Bowser from "bowser";

/** Browser and system by what the browser says of itself, as their makers spell them; null for what is not known. */
export function namesIn(userAgent: string | null): { browser: string | null; system: string | null } {
  if (userAgent === null || userAgent === "") return { browser: null, system: null };
  const { browser, os } = Bowser.parse(userAgent);
  return { browser: browser.name || null, system: os.name ?? null };
}
