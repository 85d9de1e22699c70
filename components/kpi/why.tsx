"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Popover } from "radix-ui";
import type { KpiAnswer } from "@/lib/kpis/answer";
import { kpiDefinitions } from "@/lib/kpis/definitions";
import type { Locale } from "./format";

/** "Why this number?": definition, counts, policy and sources. */
export function Why({ answer, locale }: { answer: KpiAnswer; locale: Locale }) {
  const t = useTranslations("kpi");
  const format = useFormatter();
  const definition = kpiDefinitions.find((one) => one.id === answer.kpi);
  if (definition === undefined) return null;
  const counts = Object.entries(answer.measures ?? {}).filter((entry): entry is [string, number] => typeof entry[1] === "number");
  return (
    <Popover.Root>
      <Popover.Trigger className="rounded text-xs text-accent underline-offset-2 hover:underline">{t("why")}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          sideOffset={6}
          collisionPadding={12}
          aria-label={t("why")}
          className="z-20 w-80 max-w-[calc(100vw-24px)] space-y-2 rounded-lg border border-line bg-surface p-4 text-sm text-ink shadow-lg"
        >
          <p>{definition.text[locale]}</p>
          <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1">
            <dt className="text-soft">{t("numerator")}</dt>
            <dd>{definition.numerator[locale]}</dd>
            <dt className="text-soft">{t("denominator")}</dt>
            <dd>{definition.denominator[locale]}</dd>
            {counts.map(([name, count]) => (
              <div key={name} className="contents">
                <dt className="text-soft">{name}</dt>
                <dd className="number">{format.number(count)}</dd>
              </div>
            ))}
          </dl>
          <p className="text-soft">{t("policy", { version: answer.policyVersion })}</p>
          <div>
            <p className="text-soft">{t("sources")}</p>
            <ul className="break-words text-xs">
              {answer.watermark.sources.map((source) => (
                <li key={source.source}>
                  {t("sourceLag", {
                    source: source.source,
                    time: format.dateTime(new Date(source.eventTime), { dateStyle: "medium", timeStyle: "short" }),
                  })}
                </li>
              ))}
            </ul>
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
