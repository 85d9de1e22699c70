import Link from "next/link";
import { getTranslations } from "next-intl/server";

export default async function NotFound() {
  const t = await getTranslations("missing");
  return (
    <div className="py-16">
      <h1 className="text-2xl font-semibold">{t("title")}</h1>
      <p className="my-2 text-soft">{t("text")}</p>
      <Link href="/" className="text-accent hover:underline">
        {t("back")}
      </Link>
    </div>
  );
}
