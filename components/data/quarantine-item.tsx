"use client";

import { useTranslations } from "next-intl";
import type { ContractDescription } from "@/lib/contracts/describe-contract";
import type { OpenedItem } from "@/lib/ingest/quarantine/shapes";
import { useAddress } from "../filters/use-address";
import { formatInstant } from "../kpi/format";
import { useKnownLocale, useZone } from "../shell/shell-context";
import { Card } from "../ui/card";
import { TextLink } from "../ui/text-link";
import { DiscardForm } from "./discard-form";
import { MendForm } from "./mend-form";
import { OutcomeText } from "./outcome-text";
import { PartState } from "./part-state";
import { useItem } from "./use-data";

/** One rejected event: what is wrong with it, what it says as far as that may be seen, and what to do. */
export function QuarantineItem({ id, contracts }: { id: string; contracts: readonly ContractDescription[] }) {
  const t = useTranslations("data.quarantine");
  const { hrefOf } = useAddress();
  const query = useItem(id);
  return (
    <div className="space-y-4">
      <p>
        <TextLink href={hrefOf({ item: null })}>{t("back")}</TextLink>
      </p>
      <PartState query={query} height={480}>
        {(opened) => (
          <>
            <About opened={opened} />
            {opened.item.state === "open" && (
              <>
                <MendForm opened={opened} contract={contracts.find((one) => one.type === opened.item.type) ?? null} />
                <DiscardForm id={id} />
              </>
            )}
          </>
        )}
      </PartState>
    </div>
  );
}

function About({ opened: { item, outcome, reason, mended } }: { opened: OpenedItem }) {
  const t = useTranslations();
  const locale = useKnownLocale();
  const zone = useZone();
  const unread = t("data.quarantine.unread");
  const facts: [string, string][] = [
    [t("data.quarantine.arrived"), formatInstant(item.arrivedAt, locale, zone)],
    [t("data.quarantine.source"), item.source ?? unread],
    [t("data.quarantine.type"), item.type ?? unread],
    [t("data.quarantine.version"), item.schemaVersion === null ? unread : String(item.schemaVersion)],
    [t("data.quarantine.event"), item.eventId ?? unread],
    [t("data.quarantine.key"), item.apiKey ?? t("data.quarantine.noKey")],
    [t("data.quarantine.state"), t(`data.item.${item.state}`)],
  ];
  if (item.resolvedAt !== null) {
    facts.push([t("data.quarantine.resolvedAt"), formatInstant(item.resolvedAt, locale, zone)]);
    facts.push([t("data.quarantine.resolvedBy"), item.resolvedBy ?? t("data.system")]);
  }
  if (reason !== null) facts.push([t("data.quarantine.reason"), reason]);
  return (
    <Card title={t("data.quarantine.itemTitle")}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1 sm:grid-cols-[auto_1fr_auto_1fr]">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-soft">{name}</dt>
            <dd className="number min-w-0 break-words">{value}</dd>
          </div>
        ))}
      </dl>
      {item.state === "replayed" && <p className="mt-3">{mended ? t("data.quarantine.wentMended") : t("data.quarantine.wentAsIs")}</p>}
      <h3 className="mt-4 mb-1 font-medium">{t("data.quarantine.wrong")}</h3>
      <OutcomeText errors={messagesOf(item.errors, outcome)} />
    </Card>
  );
}

/** What it was refused for, in words where the contract of today still says so. */
function messagesOf(errors: OpenedItem["item"]["errors"], outcome: OpenedItem["outcome"]) {
  return errors.map((error) => ({
    ...error,
    message: outcome?.errors.find((one) => one.path === error.path && one.rule === error.rule)?.message ?? null,
  }));
}
