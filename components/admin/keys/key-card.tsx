"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { KeyHint } from "@/lib/access/key-standing";
import type { KeyItem } from "@/lib/access/keys-shape";
import { dayInZone, formatCount, formatDay, formatInstant } from "../../kpi/format";
import { useKnownLocale, useZone } from "../../shell/shell-context";
import { Badge, type Tone } from "../../ui/badge";
import { Card } from "../../ui/card";
import { KeyActions } from "./key-actions";
import { KeySecrets } from "./key-secrets";

const tones: Readonly<Record<KeyHint, Tone>> = { "ends-soon": "warn", "never-used": "plain", idle: "warn" };

/** One key: what it may do and how it stands, its secrets, and what can be done about it. */
export function KeyCard({ item, defaultEventsPerSecond }: { item: KeyItem; defaultEventsPerSecond: number }) {
  const t = useTranslations("keys");
  const locale = useKnownLocale();
  const zone = useZone();
  const active = item.state === "active";
  const rate = formatCount(item.eventsPerSecond ?? defaultEventsPerSecond, locale);
  return (
    <Card
      title={item.name}
      aside={
        <span className="flex flex-wrap items-center gap-1.5">
          <Badge tone={active ? "accent" : "plain"}>{t(`state.${item.state}`)}</Badge>
          {item.hints.map((hint) => (
            <Badge key={hint} tone={tones[hint]}>
              {t(`hint.${hint}`)}
            </Badge>
          ))}
        </span>
      }
    >
      <dl className="mb-3 grid grid-cols-2 gap-x-6 gap-y-3 lg:grid-cols-5">
        <Fact name={t("mayDo")}>{item.can.map((ability) => t(`ability.${ability}`)).join(", ")}</Fact>
        <Fact name={t("reaches")}>{item.scope?.kind === "institution" ? t("institution") : placesInWords(item) || t("nothing")}</Fact>
        {item.can.includes("events:write") && (
          <Fact name={t("rate")}>{item.eventsPerSecond === null ? t("usualRate", { rate }) : rate}</Fact>
        )}
        <Fact name={t("ends")}>
          {item.revokedAt !== null
            ? t("revokedAt", { time: formatInstant(item.revokedAt, locale, zone) })
            : item.expiresOn === null
              ? t("never")
              : t("through", { day: formatDay(item.expiresOn, locale, true) })}
        </Fact>
        <Fact name={t("made")}>
          {t("madeBy", { time: formatDay(dayInZone(item.createdAt, zone), locale, true), who: item.madeBy ?? t("commandLine") })}
        </Fact>
      </dl>
      <KeySecrets item={item} />
      {active && (
        <div className="mt-3">
          <KeyActions item={item} defaultEventsPerSecond={defaultEventsPerSecond} />
          {item.secrets.length > 1 && <p className="mt-2 max-w-prose text-sm text-soft">{t("rotating")}</p>}
        </div>
      )}
    </Card>
  );
}

const placesInWords = ({ places }: KeyItem): string => places.map(({ name }) => name).join(", ");

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-sm text-soft">{name}</dt>
      <dd className="number">{children}</dd>
    </div>
  );
}
