"use client";

import { useTranslations } from "next-intl";
import type { QuarantinePage } from "@/lib/ingest/quarantine/shapes";
import { quarantineStates } from "@/lib/ingest/quarantine/states";
import { useAddress } from "../filters/use-address";
import { Button } from "../ui/button";
import { Select } from "../ui/select";
import { everyState, type Filter, type FilterName } from "./quarantine-address";

/** "" is a value of its own: what could not be read. */
const any = "*";
const noFilter = { state: null, source: null, type: null, rule: null, from: null, to: null, after: null };

/** Which items are listed; all of it is in the address. */
export function QuarantineFilters({ filter, choices }: { filter: Filter; choices: QuarantinePage["choices"] | null }) {
  const t = useTranslations();
  const { go } = useAddress();
  // Another filter begins at the first page.
  const set = (name: FilterName, value: string | null) => go({ [name]: value, after: null });
  return (
    <search className="flex flex-wrap items-end gap-3">
      <div className="text-sm">
        <span className="mb-1 block text-soft" aria-hidden="true">
          {t("data.quarantine.state")}
        </span>
        <Select
          label={t("data.quarantine.state")}
          value={filter.state ?? everyState}
          options={[
            ...quarantineStates.map((state) => ({ value: state, label: t(`data.item.${state}`) })),
            { value: everyState, label: t("data.quarantine.all") },
          ]}
          onChange={(event) => set("state", event.target.value)}
        />
      </div>
      <Choice name="source" label={t("data.quarantine.source")} value={filter.source} choices={choices?.sources} set={set} />
      <Choice name="type" label={t("data.quarantine.type")} value={filter.type} choices={choices?.types} set={set} />
      <Choice name="rule" label={t("data.quarantine.rule")} value={filter.rule} choices={choices?.rules} set={set} />
      <Day name="from" label={t("data.quarantine.from")} value={filter.from} set={set} />
      <Day name="to" label={t("data.quarantine.to")} value={filter.to} set={set} />
      {Object.keys(filter).some((name) => name !== "state") && (
        <Button look="link" className="h-8 text-sm" onClick={() => go(noFilter)}>
          {t("data.quarantine.clear")}
        </Button>
      )}
    </search>
  );
}

type Setter = (name: FilterName, value: string | null) => void;
type ChoiceProps = {
  name: FilterName;
  label: string;
  value: string | undefined;
  choices: QuarantinePage["choices"]["sources"] | undefined;
  set: Setter;
};

function Choice({ name, label, value, choices = [], set }: ChoiceProps) {
  const t = useTranslations("data.quarantine");
  // The one chosen stays in the list when nothing of it is left.
  const listed = value === undefined || choices.some((choice) => choice.value === value) ? choices : [...choices, { value, items: 0 }];
  return (
    <div className="min-w-0 text-sm">
      <span className="mb-1 block text-soft" aria-hidden="true">
        {label}
      </span>
      <Select
        label={label}
        className="w-52"
        value={value ?? any}
        options={[
          { value: any, label: t("any") },
          ...listed.map((choice) => ({
            value: choice.value,
            label: t("choice", { name: choice.value || t("unread"), items: choice.items }),
          })),
        ]}
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
