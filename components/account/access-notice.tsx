import { getTranslations } from "next-intl/server";
import type { UserPrincipal } from "@/lib/access/principal";
import { Notice } from "../ui/notice";
import { TextLink } from "../ui/text-link";

/** Why nothing is to be seen: a second factor is asked for first, or there is no role. */
export async function AccessNotice({ reader }: { reader: Pick<UserPrincipal, "roles" | "lacksSecondFactor"> }) {
  const t = await getTranslations("account.notice");
  if (reader.lacksSecondFactor === true)
    return (
      <Notice tone="warn" label={t("label")}>
        {t("secondFactor")}{" "}
        <TextLink href="/account#second-factor" className="font-medium">
          {t("setUp")}
        </TextLink>
      </Notice>
    );
  if (reader.roles.length > 0) return null;
  return (
    <Notice tone="warn" label={t("label")}>
      {t("noRole")}
    </Notice>
  );
}
