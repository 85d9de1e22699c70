"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { type ChosenScope, mostPlaces, scopeKinds } from "./chosen-scope";
import { PlaceSearch } from "./place-search";

type Props = { legend: string; value: ChosenScope; onChange: (value: ChosenScope) => void };

/** The whole institution, or units, courses or sections that are searched for by name or id. */
export function ScopeChooser({ legend, value, onChange }: Props) {
  const t = useTranslations("scopeChooser");
  const name = useId();
  const { kind, places } = value;
  return (
    <fieldset className="space-y-2">
      <legend className="mb-1 text-sm font-medium">{legend}</legend>
      <div className="flex flex-wrap gap-x-4 gap-y-1">
        {scopeKinds.map((one) => (
          <label key={one} className="flex cursor-pointer items-center gap-1.5 text-sm">
            <input
              type="radio"
              name={name}
              className="size-4 accent-(--accent)"
              checked={kind === one}
              onChange={() => onChange({ kind: one, places: [] })}
            />
            {t(`kind.${one}`)}
          </label>
        ))}
      </div>
      {kind !== "institution" && (
        <>
          {places.length > 0 && (
            <ul className="flex flex-wrap gap-1.5">
              {places.map((place) => (
                <li key={place.id} className="inline-flex items-center gap-1 rounded-md bg-accent-soft py-0.5 pl-2 pr-1 text-sm">
                  {place.name}
                  <button
                    type="button"
                    aria-label={t("remove", { name: place.name })}
                    onClick={() => onChange({ kind, places: places.filter(({ id }) => id !== place.id) })}
                    className="inline-flex size-6 cursor-pointer items-center justify-center rounded-sm hover:bg-surface"
                  >
                    <X className="size-3.5" aria-hidden="true" />
                  </button>
                </li>
              ))}
            </ul>
          )}
          {places.length < mostPlaces && (
            <PlaceSearch
              key={kind}
              kind={kind}
              without={new Set(places.map(({ id }) => id))}
              onChoose={(place) => onChange({ kind, places: [...places, place] })}
            />
          )}
        </>
      )}
    </fieldset>
  );
}
