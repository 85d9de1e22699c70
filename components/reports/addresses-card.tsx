"use client";

import { useTranslations } from "next-intl";
import { formatInstant } from "../kpi/format";
import { useKnownLocale, useZone } from "../shell/shell-context";
import { Badge } from "../ui/badge";
import { Card } from "../ui/card";
import { TextLink } from "../ui/text-link";
import { Loaded } from "./loaded";
import { useAddresses } from "./use-reports";

/** Who outside of the institution is sent what, at a glance: none of it has a sign-in before it. */
export function AddressesCard() {
  const t = useTranslations("reports.addresses");
  const locale = useKnownLocale();
  const zone = useZone();
  const query = useAddresses();
  return (
    <Card title={t("title")} note={t("text")}>
      <Loaded query={query} title={t("title")} height={120}>
        {({ addresses }) =>
          addresses.length === 0 ? (
            <p className="text-sm text-soft">{t("none")}</p>
          ) : (
            <ul aria-label={t("title")}>
              {addresses.map(({ address, schedule, scope, places, lastSentAt }) => (
                <li key={`${address} ${schedule.id}`} className="border-t border-line py-2 text-sm first:border-t-0">
                  <p className="break-all font-medium">{address}</p>
                  <p className="flex flex-wrap items-center gap-x-2 text-soft">
                    <TextLink href={`/reports/${schedule.id}`}>{schedule.name}</TextLink>
                    <span>{t("of", { name: schedule.owner })}</span>
                    <span>
                      {t("sees", { scope: scope.kind === "institution" ? t("institution") : places.map(({ name }) => name).join(", ") })}
                    </span>
                    <span className="number">
                      {lastSentAt === null ? t("never") : t("last", { at: formatInstant(lastSentAt, locale, zone) })}
                    </span>
                    {schedule.pausedAt !== null && <Badge tone="warn">{t("paused")}</Badge>}
                  </p>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
}
