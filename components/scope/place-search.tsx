"use client";

import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { fetchPlaces } from "../palette/fetch-places";
import type { ChosenPlace, ScopeKind } from "./chosen-scope";

type Props = {
  kind: Exclude<ScopeKind, "institution">;
  /** Ids that are chosen already. */
  without: ReadonlySet<string>;
  onChoose: (place: ChosenPlace) => void;
};

/** Milliseconds without a key after which the server is asked. */
const pause = 150;

/** Finds a place of one kind by name or id, under the reader's scope; the list is there while something is typed. */
export function PlaceSearch({ kind, without, onChoose }: Props) {
  const t = useTranslations("scopeChooser");
  const [text, setText] = useState("");
  const [settled, setSettled] = useState("");
  const typed = text.trim();
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), pause);
    return () => clearTimeout(timer);
  }, [typed]);
  const answer = useQuery({
    queryKey: ["places", "of-scope", settled],
    queryFn: ({ signal }) => fetchPlaces({ text: settled, only: "places" }, signal),
    enabled: settled !== "",
    retry: 1,
  });
  const current = settled === typed && typed !== "";
  const found = (current ? (answer.data?.places ?? []) : []).filter((place) => place.kind === kind && !without.has(place.id));
  const waiting = typed !== "" && (!current || answer.isPending);
  const said = waiting ? t("searching") : answer.isError ? t("failed") : typed !== "" && found.length === 0 ? t("nothing") : null;
  return (
    <Command shouldFilter={false} label={t(`search.${kind}`)} loop className="rounded-md border border-edge bg-surface">
      <Command.Input
        value={text}
        onValueChange={setText}
        maxLength={100}
        placeholder={t(`search.${kind}`)}
        className="h-11 w-full rounded-md bg-surface px-3 text-base placeholder:text-soft"
      />
      <Command.List label={t("results")} className={typed === "" ? "hidden" : "max-h-56 overflow-y-auto border-t border-line p-1"}>
        {found.map((place) => (
          <Command.Item
            key={place.id}
            value={place.id}
            onSelect={() => {
              onChoose({ id: place.id, name: kind === "sections" ? `${place.name} · ${place.id}` : place.name });
              setText("");
            }}
            className="flex cursor-pointer items-baseline justify-between gap-3 rounded-sm px-2 py-1.5 data-[selected=true]:bg-accent-soft data-[selected=true]:text-accent"
          >
            <span>{place.name}</span>
            {place.detail !== null && <span className="text-right text-xs text-soft">{place.detail}</span>}
          </Command.Item>
        ))}
      </Command.List>
      <p role="status" className={said === null ? "sr-only" : "px-3 pb-2 text-sm text-soft"}>
        {said ?? (typed === "" ? "" : t("count", { count: found.length }))}
      </p>
    </Command>
  );
}
