"use client";

import clsx from "clsx";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { KeptMail, Mailbox } from "@/lib/reports/mailbox/mailbox-shape";
import { PartState } from "../data/part-state";
import { useAddress } from "../filters/use-address";
import { formatInstant } from "../kpi/format";
import { useKnownLocale, useZone } from "../shell/shell-context";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { TextLink } from "../ui/text-link";
import { MailView } from "./mail-view";
import { useMails } from "./use-archive";

/** What would have been sent: a list, and the mail that is chosen in it; on a narrow screen one or the other. */
export function MailboxRoom() {
  const t = useTranslations("archive.mailbox");
  const { parameters, hrefOf } = useAddress();
  const query = useMails(parameters.get("before"));
  const chosen = parameters.get("mail");
  return (
    <PartState query={query} height={300}>
      {(mailbox) => (
        <>
          <p className="mb-4 max-w-prose text-soft">{t("text", { all: mailbox.all ? "yes" : "no" })}</p>
          <div className="grid items-start gap-4 lg:grid-cols-[minmax(18rem,1fr)_2fr]">
            <Card title={t("list")} className={clsx(chosen !== null && "max-lg:hidden")}>
              <Mails mailbox={mailbox} chosen={chosen} />
            </Card>
            {chosen === null ? (
              mailbox.mails.length > 0 && <p className="py-3 text-sm text-soft max-lg:hidden">{t("choose")}</p>
            ) : (
              <div className="min-w-0">
                <p className="mb-2 text-sm lg:hidden">
                  <TextLink href={hrefOf({ mail: null })}>{t("back")}</TextLink>
                </p>
                <MailView key={chosen} id={chosen} />
              </div>
            )}
          </div>
        </>
      )}
    </PartState>
  );
}

function Mails({ mailbox: { mails, next }, chosen }: { mailbox: Mailbox; chosen: string | null }) {
  const t = useTranslations("archive");
  const { parameters, hrefOf } = useAddress();
  if (mails.length === 0) return <EmptyState title={t("mailbox.none")} text={t("mailbox.noneHelp")} />;
  return (
    <>
      <ul className="-mx-2 divide-y divide-line">
        {mails.map((mail) => (
          <MailLine key={mail.id} mail={mail} here={mail.id === chosen} href={hrefOf({ mail: mail.id })} />
        ))}
      </ul>
      <p className="mt-3 flex gap-4 text-sm">
        {parameters.get("before") !== null && <TextLink href={hrefOf({ before: null })}>{t("newest")}</TextLink>}
        {next !== null && <TextLink href={hrefOf({ before: next })}>{t("older")}</TextLink>}
      </p>
    </>
  );
}

function MailLine({ mail: { subject, to, at }, here, href }: { mail: KeptMail; here: boolean; href: string }) {
  const locale = useKnownLocale();
  const zone = useZone();
  return (
    <li>
      <Link
        prefetch={false}
        scroll={false}
        href={href}
        aria-current={here ? "true" : undefined}
        className={clsx("block rounded-md px-2 py-2", here ? "bg-accent-soft" : "hover:bg-sunken")}
      >
        <span className="block break-words font-medium">{subject}</span>
        <span className="block break-words text-sm text-soft">{to}</span>
        <span className="number block text-sm text-soft">{formatInstant(at, locale, zone)}</span>
      </Link>
    </li>
  );
}
