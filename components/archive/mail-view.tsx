"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ReadMail } from "@/lib/reports/mailbox/mailbox-shape";
import { DataProblem } from "../data/fetch-data";
import { PartState } from "../data/part-state";
import { formatInstant } from "../kpi/format";
import { useKnownLocale, useZone } from "../shell/shell-context";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { Select } from "../ui/select";
import { attachmentHref } from "./fetch-archive";
import { formatSize } from "./format-size";
import { MailFrame } from "./mail-frame";
import { useMail } from "./use-archive";

/** One mail as it would have arrived. */
export function MailView({ id }: { id: string }) {
  const t = useTranslations("archive.mailbox");
  const query = useMail(id);
  if (query.error instanceof DataProblem && query.error.code === "not-found") {
    return (
      <Card title={t("gone")}>
        <EmptyState alert title={t("gone")} text={t("choose")} />
      </Card>
    );
  }
  return (
    <PartState query={query} height={300}>
      {(mail) => <Mail mail={mail} />}
    </PartState>
  );
}

function Mail({ mail }: { mail: ReadMail }) {
  const t = useTranslations("archive.mailbox");
  const locale = useKnownLocale();
  const zone = useZone();
  const [as, setAs] = useState(mail.html === null ? "plain" : "html");
  const ways = [...(mail.html === null ? [] : ["html" as const]), "plain" as const, "headers" as const];
  const facts = [
    { name: t("from"), text: mail.from },
    { name: t("to"), text: mail.to },
    { name: t("at"), text: formatInstant(mail.at, locale, zone) },
    { name: t("messageId"), text: mail.messageId },
  ];
  return (
    <Card
      title={mail.subject}
      aside={
        <Select
          label={t("as")}
          value={as}
          options={ways.map((way) => ({ value: way, label: t(way) }))}
          onChange={(event) => setAs(event.target.value)}
        />
      }
    >
      <dl className="mb-3 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
        {facts.map(({ name, text }) => (
          <div key={name} className="contents">
            <dt className="text-soft">{name}</dt>
            <dd className="min-w-0 break-words">{text}</dd>
          </div>
        ))}
      </dl>
      {as === "html" && mail.html !== null ? (
        <MailFrame html={mail.html} title={t("frame", { subject: mail.subject })} />
      ) : (
        <pre
          tabIndex={0}
          role="group"
          aria-label={t("body")}
          className="max-h-140 overflow-auto whitespace-pre-wrap break-words rounded-md border border-line bg-sunken p-3 text-sm"
        >
          {as === "headers" ? mail.headers.join("\n") : mail.text}
        </pre>
      )}
      <Attachments mail={mail} />
    </Card>
  );
}

function Attachments({ mail: { id, attachments, own } }: { mail: ReadMail }) {
  const t = useTranslations("archive.mailbox");
  const locale = useKnownLocale();
  if (attachments.length === 0) return null;
  return (
    <section className="mt-4" aria-label={t("attachments")}>
      <h3 className="text-sm font-medium">{t("attachments")}</h3>
      <ul className="text-sm">
        {attachments.map(({ name, bytes }, index) => {
          const text = t("attachment", { name, size: formatSize(bytes, locale) });
          return (
            <li key={`${name} ${bytes}`} className="py-1">
              {own ? (
                <a
                  href={attachmentHref(id, index)}
                  download
                  aria-label={t("save", { name })}
                  className="break-words text-accent underline-offset-2 hover:underline"
                >
                  {text}
                </a>
              ) : (
                text
              )}
            </li>
          );
        })}
      </ul>
      {!own && <p className="text-sm text-soft">{t("others")}</p>}
    </section>
  );
}
