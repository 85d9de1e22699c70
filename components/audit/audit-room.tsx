"use client";

import { useTranslations } from "next-intl";
import { PartState } from "../data/part-state";
import { useAddress } from "../filters/use-address";
import { filterOfAddress } from "./audit-address";
import { AuditFilters } from "./audit-filters";
import { AuditState } from "./audit-state";
import { AuditTable } from "./audit-table";
import { useEntries } from "./use-audit";

/** Who did and saw what, and whether that is all of it. */
export function AuditRoom() {
  const t = useTranslations("audit");
  const { parameters } = useAddress();
  const filter = filterOfAddress(parameters);
  const query = useEntries(filter, parameters.get("before"));
  return (
    <div className="space-y-4">
      <p className="max-w-prose text-soft">{t("text")}</p>
      <AuditState />
      <AuditFilters filter={filter} choices={query.data?.choices ?? null} />
      <PartState query={query} height={400}>
        {(page) => <AuditTable page={page} filter={filter} />}
      </PartState>
    </div>
  );
}
