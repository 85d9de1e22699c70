"use client";

import { useTranslations } from "next-intl";
import { saidInWords } from "@/lib/platform/mail/own-words";
import type { DeliveryStateShown, RunRecipient, ShownRun } from "@/lib/reports/manage/run-shapes";
import { formatInstant } from "../kpi/format";
import { useKnownLocale, useZone } from "../shell/shell-context";
import { Badge, type Tone } from "../ui/badge";
import { Cell, ColumnHead, HeadRow, Row, RowHead, Table } from "../ui/table";
import { ownDocument } from "./fetch-reports";
import { withheldTold } from "./withheld-told";

const tones: Readonly<Record<DeliveryStateShown, Tone>> = {
  waiting: "plain",
  sending: "accent",
  sent: "plain",
  kept: "plain",
  refused: "bad",
  failed: "bad",
  bounced: "bad",
  withheld: "warn",
  cancelled: "warn",
};

/** What became of each recipient's copy, those that want a look first, with what the mail server said. */
export function RunRecipients({ run: { recipients, deliveries } }: { run: ShownRun }) {
  const t = useTranslations("reports.run");
  const states = useTranslations("reports.deliveryState");
  const locale = useKnownLocale();
  const zone = useZone();
  const all = Object.values(deliveries).reduce((sum, count) => sum + count, 0);
  if (recipients.length === 0) return <p className="text-sm text-soft">{t("noRecipients")}</p>;
  return (
    <>
      <Table label={t("recipients")}>
        <HeadRow>
          <ColumnHead>{t("recipient")}</ColumnHead>
          <ColumnHead>{t("state")}</ColumnHead>
          <ColumnHead>{t("detail")}</ColumnHead>
          <ColumnHead>{t("when")}</ColumnHead>
        </HeadRow>
        <tbody>
          {recipients.map((one) => (
            <Row key={one.id}>
              <RowHead>
                {one.name ?? one.address ?? t("unknown")}
                {one.own && (
                  <a className="ml-2 text-sm text-accent underline-offset-2 hover:underline" href={ownDocument(one.id)}>
                    {t("ownCopy")}
                  </a>
                )}
              </RowHead>
              <Cell>
                <Badge tone={tones[one.state]}>{states(one.state)}</Badge>
                {one.attempts > 1 && <span className="ml-1 text-xs text-soft">{t("attempts", { count: one.attempts })}</span>}
              </Cell>
              <Cell className="min-w-48 text-sm">
                <Detail recipient={one} />
              </Cell>
              <Cell className="number whitespace-nowrap text-sm">
                {one.sentAt !== null && formatInstant(one.sentAt, locale, zone)}
                {one.openedAt !== null && (
                  <span className="block text-xs text-soft">{t("opened", { at: formatInstant(one.openedAt, locale, zone) })}</span>
                )}
                {one.nextTryAt !== null && (
                  <span className="block text-xs text-soft">{t("nextTry", { at: formatInstant(one.nextTryAt, locale, zone) })}</span>
                )}
              </Cell>
            </Row>
          ))}
        </tbody>
      </Table>
      {all > recipients.length && <p className="mt-2 text-sm text-soft">{t("listed", { listed: recipients.length, all })}</p>}
    </>
  );
}

/** Why it was withheld, and what we ourselves say of it, in the reader's words; what a mail server said as it said it. */
function Detail({ recipient: { detail } }: { recipient: RunRecipient }) {
  const t = useTranslations("reports.withheld");
  const said = useTranslations("deliverySaid");
  if (detail === null) return null;
  const withheld = withheldTold.find((one) => one === detail);
  return withheld === undefined ? <span className="break-words">{saidInWords(detail, said)}</span> : t(withheld);
}
