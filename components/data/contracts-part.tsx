"use client";

import { useTranslations } from "next-intl";
import type { ContractDescription } from "@/lib/contracts/describe-contract";
import type { ContractCount } from "@/lib/warehouse/sources/contract-counts-shape";
import { useAddress } from "../filters/use-address";
import { formatCount } from "../kpi/format";
import { useKnownLocale } from "../shell/shell-context";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { TextLink } from "../ui/text-link";
import { ContractFields } from "./contract-fields";
import { findContracts } from "./find-contracts";
import { useContractCounts } from "./use-data";

/** What events must look like, type by type, and how many came. */
export function ContractsPart({ contracts }: { contracts: readonly ContractDescription[] }) {
  const t = useTranslations("data.contracts");
  const { parameters, replace } = useAddress();
  const counts = useContractCounts();
  const wanted = parameters.get("find") ?? "";
  const found = findContracts(contracts, wanted);
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <label className="block text-sm font-medium">
          {t("find")}
          <input
            type="search"
            value={wanted}
            onChange={(event) => replace({ find: event.target.value === "" ? null : event.target.value })}
            className="mt-1 block h-9 w-72 max-w-full rounded-md border border-edge bg-surface px-3 font-normal"
          />
        </label>
        <p className="max-w-prose text-sm text-soft">
          {t("text")}{" "}
          <TextLink className="underline" href="/api/v1/openapi.json" target="_blank">
            {t("openapi")}
          </TextLink>
        </p>
      </div>
      <p role="status" className="text-sm text-soft">
        {t("found", { found: found.length, all: contracts.length })}
      </p>
      {found.length === 0 && (
        <Card title={t("title")}>
          <EmptyState title={t("none")} text={t("noneHelp")} />
        </Card>
      )}
      {found.map((contract) => (
        <ContractCard
          key={contract.type}
          contract={contract}
          open={wanted !== ""}
          count={counts.data?.contracts.find((one) => one.type === contract.type && one.version === contract.version) ?? null}
          known={counts.data !== undefined}
        />
      ))}
    </div>
  );
}

type Props = { contract: ContractDescription; open: boolean; count: ContractCount | null; known: boolean };

function ContractCard({ contract, open, count, known }: Props) {
  const t = useTranslations("data.contracts");
  const locale = useKnownLocale();
  const { hrefOf } = useAddress();
  const figure = (value: number) => formatCount(value, locale);
  return (
    <Card title={contract.type} aside={t("version", { version: contract.version })} note={contract.text}>
      <p className="mb-2 text-sm">
        <span className="number">
          {!known
            ? "…"
            : count === null
              ? t("noneArrived")
              : t("arrived", { accepted: figure(count.accepted), duplicate: figure(count.duplicate), rejected: figure(count.rejected) })}
        </span>
        {count !== null && count.sources.length > 0 && (
          <span className="text-soft"> {t("from", { sources: count.sources.join(", ") })}</span>
        )}
        {count !== null && count.rejected > 0 && (
          <>
            {" "}
            <TextLink className="underline" href={hrefOf({ tab: "quarantine", find: null, type: contract.type })}>
              {t("inQuarantine")}
            </TextLink>
          </>
        )}
      </p>
      <details open={open}>
        <summary className="cursor-pointer text-sm text-accent">{t("fields", { count: contract.fields.length })}</summary>
        <div className="mt-2 space-y-3">
          <ContractFields contract={contract} />
          <div>
            <h3 className="mb-1 text-sm text-soft">{t("example")}</h3>
            <pre tabIndex={0} className="overflow-x-auto rounded-md bg-sunken p-3 text-xs">
              {JSON.stringify(contract.example, null, 2)}
            </pre>
          </div>
        </div>
      </details>
    </Card>
  );
}
