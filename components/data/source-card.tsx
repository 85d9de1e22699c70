"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { SourceRow, Sources } from "@/lib/warehouse/sources/sources-shape";
import { useAddress } from "../filters/use-address";
import { formatCount, formatInstant, formatTime, formatValue } from "../kpi/format";
import { Provenance } from "../people/provenance";
import { useKnownLocale, useZone } from "../shell/shell-context";
import { Badge, type Tone } from "../ui/badge";
import { Card } from "../ui/card";
import { TextLink } from "../ui/text-link";
import { spanOf } from "./ago";
import { HoursChart } from "./hours-chart";

const tones: Readonly<Record<SourceRow["state"], Tone>> = { fresh: "plain", stale: "warn", silent: "bad" };

export function SourceCard({ source, hour }: { source: SourceRow; hour: Sources["hour"] }) {
  const t = useTranslations("data.sources");
  const locale = useKnownLocale();
  const zone = useZone();
  const count = (value: number) => formatCount(value, locale);
  const unread = source.source === "";
  if (unread) {
    return (
      <Card title={t("unread")} note={t("unreadHelp")}>
        <dl>
          <Rejected source={source} />
        </dl>
      </Card>
    );
  }
  return (
    <Card title={source.source} aside={<StateBadge state={source.state} />} note={<Note source={source} />}>
      <div className="grid gap-x-8 gap-y-4 lg:grid-cols-[3fr_2fr]">
        <dl className="grid grid-cols-2 content-start gap-x-4 gap-y-3 sm:grid-cols-3">
          <Fact name={t("arrival")}>{source.lagSeconds === null ? t("never") : t("ago", spanOf(source.lagSeconds))}</Fact>
          <Fact name={t("eventTime")}>{source.eventTime === null ? "–" : formatInstant(source.eventTime, locale, zone)}</Fact>
          <Fact name={t("events")}>{count(source.events)}</Fact>
          <Fact name={t("volume", { from: formatTime(hour.from, zone), to: formatTime(hour.to, zone) })}>
            <span className="text-lg font-semibold">{count(source.lastHour)}</span>
            <Usual source={source} />
          </Fact>
          <Fact name={t("soFar")}>{count(source.soFar)}</Fact>
          <Rejected source={source} />
        </dl>
        <HoursChart title={t("hours")} hours={[...source.hours, { from: hour.to, accepted: source.soFar, usual: null }]} />
      </div>
    </Card>
  );
}

/** The share of today's arrivals that was refused, and the way to them. */
function Rejected({ source: { source, today } }: { source: SourceRow }) {
  const t = useTranslations("data.sources");
  const locale = useKnownLocale();
  const { hrefOf } = useAddress();
  const arrived = today.accepted + today.duplicate + today.rejected;
  const parts = { rejected: formatCount(today.rejected, locale), arrived: formatCount(arrived, locale) };
  return (
    <Fact name={t("rejected")}>
      {arrived === 0 ? "–" : formatValue(today.rejected / arrived, "ratio", locale)}
      <span className="block text-sm text-soft">
        {today.rejected === 0 ? (
          t("rejectedOf", parts)
        ) : (
          <TextLink href={hrefOf({ tab: "quarantine", source })}>{t("rejectedOf", parts)}</TextLink>
        )}
      </span>
    </Fact>
  );
}

function StateBadge({ state }: { state: SourceRow["state"] }) {
  const t = useTranslations();
  return <Badge tone={tones[state]}>{t(`data.state.${state}`)}</Badge>;
}

/** What the state rests on, in words. */
function Note({ source: { source, state, missedHours, lagSeconds } }: { source: SourceRow }) {
  const t = useTranslations();
  if (lagSeconds === null) return t("data.sources.nothingYet");
  const rests = lagSeconds > 3_600;
  const known = missedHours !== null && missedHours > 0;
  return (
    <>
      <Provenance source={source} />{" "}
      {state === "fresh"
        ? t(rests ? "data.sources.notDue" : "data.sources.onTime")
        : known
          ? t("data.sources.missed", { hours: missedHours })
          : t("data.sources.quiet")}
    </>
  );
}

/** The range of the same hour in the last weeks, and where this hour lies. */
function Usual({ source: { usual, lastHour } }: { source: SourceRow }) {
  const t = useTranslations("data.sources");
  const locale = useKnownLocale();
  if (usual === null) return <span className="block text-sm text-soft">{t("notUsualYet")}</span>;
  const side = lastHour < usual.least ? "below" : lastHour > usual.most ? "above" : "within";
  return (
    <span className="block text-sm text-soft">
      {t("usual", { least: formatCount(usual.least, locale), most: formatCount(usual.most, locale) })}{" "}
      {side !== "within" && <Badge tone="warn">{t(side)}</Badge>}
    </span>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-sm text-soft">{name}</dt>
      <dd className="number">{children}</dd>
    </div>
  );
}
