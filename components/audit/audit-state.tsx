"use client";

import { useTranslations } from "next-intl";
import type { AuditState as State } from "@/lib/access/audit/audit-shape";
import { PartState } from "../data/part-state";
import { formatCount, formatInstant } from "../kpi/format";
import { useKnownLocale, useZone } from "../shell/shell-context";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { useAuditState, useVerifyNow } from "./use-audit";

/** Whether what is listed is all that was recorded, as it was recorded: when that was looked into last, and by what. */
export function AuditState() {
  const t = useTranslations("audit.state");
  const query = useAuditState();
  const verify = useVerifyNow();
  return (
    <Card title={t("title")} note={t("text")}>
      <PartState query={query} height={80}>
        {(state) => (
          <div className="space-y-1">
            <Result state={state} />
            <Signed state={state} />
          </div>
        )}
      </PartState>
      {verify.isError && (
        <p role="alert" className="mt-2 rounded-md bg-warn-soft px-3 py-2 text-sm text-warn">
          {t("failed")}
        </p>
      )}
      <div className="mt-3">
        <Button disabled={verify.isPending} onClick={() => verify.mutate()}>
          {verify.isPending ? t("verifying") : t("verify")}
        </Button>
      </div>
    </Card>
  );
}

function Result({ state: { check, entries } }: { state: State }) {
  const t = useTranslations("audit.state");
  const locale = useKnownLocale();
  const zone = useZone();
  if (check === null) return <p className="text-lg font-semibold">{t("unverified", { entries: formatCount(entries, locale) })}</p>;
  const { finding } = check;
  const at = formatInstant(check.at, locale, zone);
  if (finding === null)
    return <p className="text-lg font-semibold">{t("holds", { through: formatCount(check.through, locale), time: at })}</p>;
  return (
    <div role="alert">
      <p className="text-lg font-semibold text-bad">{t("wrong", { entry: formatCount(finding.entry, locale), time: at })}</p>
      <p>
        {t(`how.${finding.how}`, { entry: formatCount(finding.entry, locale), until: formatCount(finding.until ?? finding.entry, locale) })}
      </p>
    </div>
  );
}

function Signed({ state: { anchor, entries } }: { state: State }) {
  const t = useTranslations("audit.state");
  const locale = useKnownLocale();
  const zone = useZone();
  const after = entries - (anchor?.entries ?? 0);
  return (
    <p className="text-sm text-soft">
      {anchor === null
        ? t("unsigned")
        : t("signed", { entries: formatCount(anchor.entries, locale), time: formatInstant(anchor.at, locale, zone), key: anchor.key })}
      {after > 0 && ` · ${t("after", { count: after, entries: formatCount(after, locale) })}`}
    </p>
  );
}
