import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { Place } from "@/lib/warehouse/queries/find-place";

/** The drill path and the name of where one is. */
export async function PlaceHead({ place, query, title }: { place: Place; query: string; title?: string }) {
  const t = await getTranslations();
  return (
    <div className="mb-4">
      <nav aria-label={t("shell.breadcrumb")} className="text-sm text-soft">
        <ol className="flex flex-wrap gap-1">
          <li>
            <Link href={`/${query}`} className="text-accent hover:underline">
              {t("page.home")}
            </Link>
          </li>
          {place.above.map((crumb) => (
            <li key={crumb.id}>
              <span aria-hidden="true">› </span>
              <Link href={`/${crumb.kind}/${encodeURIComponent(crumb.id)}${query}`} className="text-accent hover:underline">
                {crumb.name}
              </Link>
            </li>
          ))}
        </ol>
      </nav>
      <h1 className="text-2xl font-semibold tracking-tight">{title ?? place.name}</h1>
      {place.detail !== null && title === undefined && <p className="text-soft">{place.detail}</p>}
    </div>
  );
}
