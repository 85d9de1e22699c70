"use client";

import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { type FoundPlace, searchPlaces } from "./fetch-access";
import { inputLook } from "./labelled";
import { useSettled } from "./use-settled";

type Props = {
  label: string;
  /** Only places of this kind. */
  kind: FoundPlace["kind"];
  /** Those that are chosen already. */
  without: readonly string[];
  onChoose: (place: FoundPlace) => void;
};

/** Looks for units, courses or sections by name or id; arrows and Enter choose one. */
export function PlaceSearch({ label, kind, without, onChoose }: Props) {
  const t = useTranslations("admin.places");
  const [text, setText] = useState("");
  const asked = useSettled(text.trim());
  const answer = useQuery({ queryKey: ["access", "places", asked], queryFn: () => searchPlaces(asked), enabled: asked !== "", retry: 1 });
  const current = asked === text.trim() && asked !== "";
  const found = current ? (answer.data?.places ?? []).filter((place) => place.kind === kind && !without.includes(place.id)) : [];
  return (
    <Command shouldFilter={false} label={label} loop className="text-sm">
      <Command.Input value={text} onValueChange={setText} maxLength={100} placeholder={t("placeholder")} className={inputLook} />
      <Command.List
        label={label}
        className={found.length === 0 ? "" : "mt-1 max-h-56 overflow-y-auto rounded-md border border-line bg-surface p-1"}
      >
        {found.map((place) => (
          <Command.Item
            key={place.id}
            value={place.id}
            onSelect={() => {
              onChoose(place);
              setText("");
            }}
            className="flex cursor-pointer items-baseline justify-between gap-3 rounded-sm px-2 py-1 data-[selected=true]:bg-accent-soft data-[selected=true]:text-accent"
          >
            <span>{place.name}</span>
            {place.detail !== null && <span className="text-right text-xs text-soft">{place.detail}</span>}
          </Command.Item>
        ))}
      </Command.List>
      <p role="status" className="min-h-5 text-xs text-soft">
        {current && answer.isError && t("failed")}
        {current && answer.isSuccess && t("count", { count: found.length })}
      </p>
    </Command>
  );
}
