"use client";

import { useTranslations } from "next-intl";
import type { AuditPage } from "@/lib/access/audit/audit-shape";
import { useAddress } from "../filters/use-address";
import { Button } from "../ui/button";
import { Select } from "../ui/select";
import { type Filter, type FilterName, noFilter } from "./audit-address";
import { useEntryWords } from "./entry-words";
import { PersonSearch } from "./person-search";

/** No actor and no action is called so. */
const any = "*";
type Setter = (name: FilterName, value: string | null) => void;

/** Which entries are listed; all of it is in the address. */
export function AuditFilters({ filter, choices }: { filter: Filter; choices: AuditPage["choices"] | null }) {
  const t = useTranslations("audit");
  const { go } = useAddress();
  const { actionWords, actorWords } = useEntryWords();
  // Another filter begins at the newest.
  const set: Setter = (name, value) => go({ [name]: value, before: null });
  return (
    <search className="flex flex-wrap items-end gap-3">
      <Day name="from" label={t("from")} value={filter.from} set={set} />
      <Day name="to" label={t("to")} value={filter.to} set={set} />
      <Choice
        name="actor"
        label={t("who")}
        value={filter.actor}
        options={(choices?.actors ?? []).map(({ actor, name }) => ({ value: actor, label: actorWords(actor, name) }))}
        set={set}
      />
      <Choice
        name="action"
        label={t("what")}
        value={filter.action}
        options={(choices?.actions ?? []).map((action) => ({ value: action, label: actionWords(action) }))}
        set={set}
      />
      <PersonSearch onFound={(person) => set("person", person)} />
      {Object.keys(filter).length > 0 && (
        <Button look="link" className="h-8 text-sm" onClick={() => go(noFilter)}>
          {t("clear")}
        </Button>
      )}
    </search>
  );
}

type ChoiceProps = {
  name: FilterName;
  label: string;
  value: string | undefined;
  options: readonly { value: string; label: string }[];
  set: Setter;
};

function Choice({ name, label, value, options, set }: ChoiceProps) {
  const t = useTranslations("audit");
  const sorted = [...options].sort((a, b) => a.label.localeCompare(b.label));
  // The one chosen stays in the list while the list is on its way.
  const listed = value === undefined || options.some((one) => one.value === value) ? sorted : [...sorted, { value, label: value }];
  return (
    <div className="min-w-0 text-sm">
      <span className="mb-1 block text-soft" aria-hidden="true">
        {label}
      </span>
      <Select
        label={label}
        className="w-52"
        value={value ?? any}
        options={[{ value: any, label: t("any") }, ...listed]}
        onChange={(event) => set(name, event.target.value === any ? null : event.target.value)}
      />
    </div>
  );
}

function Day({ name, label, value, set }: { name: FilterName; label: string; value: string | undefined; set: Setter }) {
  return (
    <label className="text-sm">
      <span className="mb-1 block text-soft">{label}</span>
      <input
        type="date"
        value={value ?? ""}
        onChange={(event) => set(name, event.target.value === "" ? null : event.target.value)}
        className="h-8 rounded-md border border-edge bg-surface px-2 text-ink"
      />
    </label>
  );
}
