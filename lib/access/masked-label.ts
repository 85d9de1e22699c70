import type { Locale } from "@/lib/platform/locale";

const words: Readonly<Record<Locale, string>> = { en: "Student", ko: "학생" };

/** How a student is called for whoever may not see the name: the same wherever they meet, and nothing that is known elsewhere. */
export const maskedLabel = (person: string, locale: Locale): string => `${words[locale]} ${person.slice(0, 8)}`;
