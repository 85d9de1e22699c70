import { getTranslations } from "next-intl/server";
import { Brand } from "@/components/shell/brand";
import { Missing } from "@/components/shell/missing";

/** Addresses that no page has. */
export default async function NotFound() {
  const t = await getTranslations("missing");
  return (
    <main className="mx-auto max-w-3xl px-4 py-10">
      <Brand large />
      <Missing title={t("title")} text={t("text")} back={t("back")} />
    </main>
  );
}
