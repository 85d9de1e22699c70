import { getTranslations } from "next-intl/server";
import type { Place } from "@/lib/warehouse/queries/find-place";
import { Provenance } from "../people/provenance";
import { TextLink } from "../ui/text-link";
import { PageHead } from "./page-head";

type Props = {
  place: Place;
  query: string;
  title: string;
  detail: string | null;
  term: string | null;
  compares?: boolean;
  ownTerm?: boolean;
  lists?: boolean;
};

/** The drill path, the name of where one is, and where its data comes from. */
export async function PlaceHead({ place, query, title, detail, term, ...rest }: Props) {
  const t = await getTranslations();
  return (
    <PageHead
      title={title}
      term={term}
      {...rest}
      above={
        <nav aria-label={t("shell.breadcrumb")} className="text-sm text-soft">
          <ol className="flex flex-wrap gap-x-1">
            <li>
              <TextLink href={`/${query}`}>{t("nav.home")}</TextLink>
            </li>
            {place.above.map((crumb) => (
              <li key={crumb.id}>
                <span aria-hidden="true">› </span>
                {crumb.open ? (
                  <TextLink href={`/${crumb.kind}/${encodeURIComponent(crumb.id)}${query}`}>{crumb.name}</TextLink>
                ) : (
                  crumb.name
                )}
              </li>
            ))}
          </ol>
        </nav>
      }
      detail={
        <p className="flex flex-wrap items-center gap-2 text-sm text-soft">
          {detail}
          <Provenance source={place.source} named />
        </p>
      }
    />
  );
}
