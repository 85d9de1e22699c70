import { getLocale, getTranslations } from "next-intl/server";
import { isBuiltIn, type RoleDefinition } from "@/lib/access/roles";

/** What roles are called: the built-in ones by the messages, the institution's own by the name that it gave them. */
export async function rolesInWords(roles: readonly RoleDefinition[]): Promise<string[]> {
  const [t, locale] = await Promise.all([getTranslations("role"), getLocale()]);
  return roles.map(({ id, name, nameKo }) => (isBuiltIn(id) ? t(id) : locale === "ko" ? (nameKo ?? name) : name));
}
