import { getTranslations } from "next-intl/server";
import { Missing } from "@/components/shell/missing";

export default async function NotFound() {
  const t = await getTranslations("missing");
  return <Missing title={t("title")} text={t("text")} back={t("back")} />;
}
