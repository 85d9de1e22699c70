"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { takesProgram } from "@/lib/alerts/rules/check-watch";
import { PlaceSearch } from "../scope/place-search";
import { useShell } from "../shell/shell-context";
import { Select } from "../ui/select";
import type { Draft } from "./draft";

const kinds = ["own", "departments", "courses", "sections"] as const;
type Props = { draft: Draft; onChange: (some: Partial<Draft>) => void };

/** Where: all that one may see, or one place of it; and of which program. */
export function PlacePart({ draft, onChange }: Props) {
  const t = useTranslations("alerts.form");
  const { programs, released, scope } = useShell();
  const { place, when, kpi } = draft;
  if (when === "stale") return null;
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap items-center gap-2">
        <span>{t("where")}</span>
        <Select
          label={t("where")}
          value={place.kind}
          options={kinds.map((value) => ({ value, label: value === "own" ? scope : t(`place.${value}`) }))}
          onChange={(event) => {
            const kind = kinds.find((one) => one === event.target.value);
            if (kind !== undefined) onChange({ place: { kind, id: "", name: "" } });
          }}
        />
        {place.kind !== "own" && place.id !== "" && (
          <span className="inline-flex items-center gap-1 rounded-md bg-accent-soft py-0.5 pl-2 pr-1 text-sm">
            {place.name}
            <button
              type="button"
              aria-label={t("otherPlace", { name: place.name })}
              onClick={() => onChange({ place: { kind: place.kind, id: "", name: "" } })}
              className="inline-flex size-6 cursor-pointer items-center justify-center rounded-sm hover:bg-surface"
            >
              <X className="size-3.5" aria-hidden="true" />
            </button>
          </span>
        )}
        {takesProgram(kpi, released) && programs.length > 0 && (
          <Select
            label={t("program")}
            value={draft.program}
            options={[{ value: "", label: t("allPrograms") }, ...programs.map(({ id, name }) => ({ value: id, label: name }))]}
            onChange={(event) => onChange({ program: event.target.value })}
          />
        )}
      </div>
      {place.kind !== "own" && place.id === "" && (
        <div className="max-w-md">
          <PlaceSearch
            key={place.kind}
            kind={place.kind}
            without={new Set()}
            onChoose={({ id, name }) => onChange({ place: { kind: place.kind, id, name } })}
          />
        </div>
      )}
    </div>
  );
}
