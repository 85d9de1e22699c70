"use client";

import { useTranslations } from "next-intl";
import { archiveStates } from "@/lib/reports/archive/archive-shape";
import { useAddress } from "../filters/use-address";
import { Button } from "../ui/button";
import { Select } from "../ui/select";
import { type Filter, type FilterName, noFilter } from "./archive-address";

/** No report and no state is called so. */
const any = "*";

/** Which reports are listed; all of it is in the address. */
export function ArchiveFilters({ filter, reports }: { filter: Filter; reports: readonly string[] }) {
  const t = useTranslations("archive");
  const { go } = useAddress();
  // Another filter begins at the newest.
  const set = (name: FilterName, value: string) => go({ [name]: value === any || value === "" ? null : value, before: null });
  const day = (name: "from" | "to") => (
    <label className="text-sm">
      <span className="mb-1 block text-soft">{t(`filters.${name}`)}</span>
      <input
        type="date"
        value={filter[name] ?? ""}
        onChange={(event) => set(name, event.target.value)}
        className="h-8 rounded-md border border-edge bg-surface px-2 text-ink"
      />
    </label>
  );
  const choice = (name: "state" | "report", options: readonly { value: string; label: string }[]) => (
    <div className="min-w-0 text-sm">
      <span className="mb-1 block text-soft" aria-hidden="true">
        {t(`filters.${name}`)}
      </span>
      <Select
        label={t(`filters.${name}`)}
        className="w-44"
        value={filter[name] ?? any}
        options={[{ value: any, label: t("filters.any") }, ...options]}
        onChange={(event) => set(name, event.target.value)}
      />
    </div>
  );
  // The one chosen stays in the list while the list is on its way.
  const named = filter.report === undefined || reports.includes(filter.report) ? reports : [...reports, filter.report];
  return (
    <search className="mb-4 flex flex-wrap items-end gap-3">
      {day("from")}
      {day("to")}
      {choice(
        "report",
        named.map((name) => ({ value: name, label: name })),
      )}
      {choice(
        "state",
        archiveStates.map((state) => ({ value: state, label: t(`state.${state}`) })),
      )}
      {Object.keys(filter).length > 0 && (
        <Button look="link" className="h-8 text-sm" onClick={() => go(noFilter)}>
          {t("filters.clear")}
        </Button>
      )}
    </search>
  );
}
