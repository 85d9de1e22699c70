"use client";

import { useTranslations } from "next-intl";
import type { AskedScope } from "@/lib/access/administration/asked-shapes";
import { ChosenList } from "../../ui/chosen-list";
import { Select } from "../../ui/select";
import { Labelled } from "./labelled";
import { PlaceSearch } from "./place-search";
import { StudentSearch } from "./student-search";

export const scopeKinds = ["institution", "org-units", "courses", "sections", "instructor", "advisor", "students"] as const;
export type ScopeKind = (typeof scopeKinds)[number];
/** A scope that is being put together: its kind, and members with what they are called. */
export type PickedScope = { kind: ScopeKind; members: readonly { id: string; name: string }[] };

/** What is sent; null while it names nothing yet. */
export function askedScopeOf({ kind, members }: PickedScope): AskedScope | null {
  const ids = members.map(({ id }) => id);
  if (kind === "institution" || kind === "instructor" || kind === "advisor") return { kind };
  if (ids.length === 0) return null;
  switch (kind) {
    case "org-units":
      return { kind, orgUnits: ids };
    case "courses":
      return { kind, courses: ids };
    case "sections":
      return { kind, sections: ids };
    case "students":
      return { kind, students: ids };
  }
}

export const placeKinds = { "org-units": "departments", courses: "courses", sections: "sections" } as const;

type Props = { value: PickedScope; bound: boolean; onChange: (scope: PickedScope) => void };

/** What a grant is over. Scopes that follow a person are offered for who is bound to one. */
export function ScopePicker({ value, bound, onChange }: Props) {
  const t = useTranslations("admin.scope");
  const kinds = scopeKinds.filter((kind) => bound || (kind !== "instructor" && kind !== "advisor"));
  const add = (member: { id: string; name: string }) => {
    if (!value.members.some(({ id }) => id === member.id)) onChange({ ...value, members: [...value.members, member] });
  };
  const { kind } = value;
  return (
    <div className="space-y-2">
      <Labelled label={t("label")}>
        <Select
          label={t("label")}
          value={kind}
          options={kinds.map((one) => ({ value: one, label: t(`kind.${one}`) }))}
          onChange={(event) => {
            const chosen = kinds.find((one) => one === event.target.value);
            if (chosen !== undefined) onChange({ kind: chosen, members: [] });
          }}
        />
      </Labelled>
      {!bound && <p className="text-xs text-soft">{t("notBound")}</p>}
      <ChosenList
        label={t("chosen")}
        chosen={value.members}
        removeLabel={(name) => t("remove", { name })}
        onRemove={(gone) => onChange({ ...value, members: value.members.filter(({ id }) => id !== gone) })}
      />
      {(kind === "org-units" || kind === "courses" || kind === "sections") && (
        <PlaceSearch
          key={kind}
          label={t(`kind.${kind}`)}
          kind={placeKinds[kind]}
          without={value.members.map(({ id }) => id)}
          onChoose={add}
        />
      )}
      {kind === "students" && (
        <StudentSearch
          onFound={({ student, number, name }) => add({ id: student, name: name === null ? number : `${name} (${number})` })}
        />
      )}
    </div>
  );
}
