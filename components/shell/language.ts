import { keepCookie } from "./keep-cookie";

/** The language that the reader chose. */
export const setLanguage = (locale: string): void => keepCookie("locale", locale);
