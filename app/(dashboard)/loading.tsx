import { getTranslations } from "next-intl/server";
import { Skeleton } from "@/components/ui/skeleton";

/** A page on its way, in the shape that most pages have. */
export default async function Loading() {
  const t = await getTranslations("kpi");
  return (
    <div className="space-y-4">
      <Skeleton height={56} label={t("loading")} />
      <div className="grid gap-4 md:grid-cols-3">
        {["one", "two", "three"].map((tile) => (
          <Skeleton key={tile} height={388} label={t("loading")} />
        ))}
      </div>
      <Skeleton height={320} label={t("loading")} />
    </div>
  );
}
