"use client";

import { useTranslations } from "next-intl";
import { SearchList } from "../../ui/search-list";
import { type FoundPlace, searchPlaces } from "./fetch-access";

type Props = {
  label: string;
  /** Only places of this kind. */
  kind: FoundPlace["kind"];
  /** Those that are chosen already. */
  without: readonly string[];
  onChoose: (place: FoundPlace) => void;
};

/** Looks for units, courses or sections by name or id. */
export function PlaceSearch({ label, kind, without, onChoose }: Props) {
  const t = useTranslations("admin.places");
  return (
    <SearchList
      label={label}
      words={{ placeholder: t("placeholder"), found: label, failed: t("failed"), count: (count) => t("count", { count }) }}
      queryKey={["access", "places"]}
      find={async (text) => (await searchPlaces(text)).places}
      wanted={(place) => place.kind === kind && !without.includes(place.id)}
      show={({ name, detail }) => ({ name, detail })}
      onChoose={onChoose}
    />
  );
}
