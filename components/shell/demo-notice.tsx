import { getTranslations } from "next-intl/server";
import { Notice } from "../ui/notice";

/** What of the demo is simulated and what is real; the whole story on demand, so that figures stay in sight. */
export async function DemoNotice() {
  const t = await getTranslations("demo");
  return (
    <Notice tone="warn" label={t("title")}>
      <details>
        <summary className="cursor-pointer">
          <strong className="font-semibold">{t("title")}</strong> {t("short")}
        </summary>
        <p className="max-w-prose pt-1">{t("text")}</p>
      </details>
    </Notice>
  );
}
