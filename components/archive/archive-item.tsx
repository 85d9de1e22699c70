"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { saidInWords } from "@/lib/platform/mail/own-words";
import type { ArchivedReport, ArchiveState } from "@/lib/reports/archive/archive-shape";
import { formatInstant } from "../kpi/format";
import { useKnownLocale, useZone } from "../shell/shell-context";
import { Badge, type Tone } from "../ui/badge";
import { documentHref } from "./fetch-archive";
import { formatSize } from "./format-size";

const tones: Readonly<Record<ArchiveState, Tone>> = {
  waiting: "plain",
  sending: "plain",
  sent: "accent",
  kept: "plain",
  refused: "bad",
  failed: "bad",
  withheld: "warn",
  cancelled: "plain",
  bounced: "bad",
};

/** One report: what it is, what became of it, what is known of the document, and the document. */
export function ArchiveItem({ report }: { report: ArchivedReport }) {
  const t = useTranslations("archive");
  const said = useTranslations("deliverySaid");
  const locale = useKnownLocale();
  const zone = useZone();
  const at = (instant: string) => formatInstant(instant, locale, zone);
  const { delivery, dueAt, late, state, detail, pages, bytes, checksum, period, dataThrough, policyVersion, sentAt, openedAt } = report;
  const title = report.title ?? report.report;
  const facts = [
    ...(pages === null || bytes === null ? [] : [t("size", { pages, size: formatSize(bytes, locale) })]),
    ...(dataThrough === null ? [] : [t("data", { time: at(dataThrough) })]),
    ...(policyVersion === null ? [] : [t("policy", { version: policyVersion })]),
    ...(sentAt === null ? [] : [t("sentAt", { time: at(sentAt) })]),
    ...(openedAt === null ? [] : [t("openedAt", { time: at(openedAt) })]),
  ];
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 py-3">
      <div className="min-w-0 max-w-full grow basis-80">
        <h3 className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
          <span className="min-w-0 break-words">{title}</span>
          <Badge tone={tones[state]}>{t(`state.${state}`)}</Badge>
          {late && <Badge tone="warn">{t("late")}</Badge>}
        </h3>
        <p className="text-sm text-soft">
          {report.report} · <span className="number">{at(dueAt)}</span> · {t(`period.${period}`)}
        </p>
        <p className="text-sm">{t(`stateHelp.${state}`)}</p>
        {detail !== null && <p className="break-words text-sm text-soft">{t("said", { text: saidInWords(detail, said) })}</p>}
        {facts.length > 0 && <p className="number text-sm text-soft">{facts.join(" · ")}</p>}
        {checksum !== null && (
          <p className="text-xs text-soft">
            {t("checksum")} <code className="break-all">{checksum}</code>
          </p>
        )}
      </div>
      {report.document === "ready" && (
        <a
          href={documentHref(delivery)}
          download
          aria-label={t("openOf", { title, time: at(dueAt) })}
          className="inline-flex h-8 items-center gap-2 rounded-md border border-edge bg-surface px-3 text-sm font-medium text-ink hover:bg-accent-soft"
        >
          <Download className="size-4" aria-hidden="true" />
          {t("open")}
        </a>
      )}
      {report.document === "expired" && <p className="text-sm text-soft">{t("expired")}</p>}
    </li>
  );
}
