"use client";

import clsx from "clsx";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { NotificationShown } from "@/lib/alerts/notices/notification-shape";
import { noticeInWords } from "@/lib/alerts/words/notice-in-words";
import { formatInstant } from "../kpi/format";
import { useKnownLocale, useZone } from "../shell/shell-context";
import { Button } from "../ui/button";
import { changeStanding } from "./fetch-alerts";
import { markRead } from "./fetch-notifications";
import { useAlertChange } from "./use-alerts";

const hour = 60;

/** One thing that one was told: what, where, why, when, and the way there. */
export function BellItem({ notification, close }: { notification: NotificationShown; close: () => void }) {
  const t = useTranslations("bell");
  const said = useTranslations("deliverySaid");
  const locale = useKnownLocale();
  const zone = useZone();
  const { id, notice, subject, withheld, read, rule, link, at } = notification;
  const { title, lines } = noticeInWords(notice, locale, said, withheld);
  const ruleId = subject.startsWith("alert:") ? subject.slice("alert:".length) : null;
  const mark = useAlertChange(() => markRead(id));
  const change = useAlertChange((wanted: Parameters<typeof changeStanding>[1]) => changeStanding(ruleId ?? "", wanted));
  const muted = rule !== null && rule.mutedUntil !== null && Date.parse(rule.mutedUntil) > Date.now();
  const busy = mark.isPending || change.isPending;
  const open = () => {
    if (!read) mark.mutate(undefined);
    close();
  };
  return (
    <li className={clsx("border-t border-line py-2", read && "text-soft")} data-notification={notice.kind}>
      <p className={clsx(!read && "font-medium")}>
        {!read && <span className="mr-1.5 inline-block size-2 rounded-full bg-accent align-middle" aria-hidden="true" />}
        {!read && <span className="sr-only">{t("unread")} </span>}
        <Link prefetch={false} href={withheld ? "/alerts" : link} onClick={open} className="text-ink underline-offset-2 hover:underline">
          {title}
        </Link>
      </p>
      {lines.map((line) => (
        <p key={line} className="text-xs text-soft">
          {line}
        </p>
      ))}
      <p className="number text-xs text-soft">{formatInstant(at, locale, zone)}</p>
      <div className="mt-1 flex flex-wrap gap-x-4 gap-y-1">
        {!read && (
          <Button look="link" disabled={busy} onClick={() => mark.mutate(undefined)}>
            {t("markRead")}
          </Button>
        )}
        {rule?.state === "firing" && notice.kind === "alert.fired" && (
          <Button look="link" disabled={busy} onClick={() => change.mutate({ do: "acknowledge" })}>
            {t("acknowledge")}
          </Button>
        )}
        {rule !== null && (
          <Button look="link" disabled={busy} onClick={() => change.mutate({ do: "mute", minutes: muted ? 0 : 24 * hour })}>
            {muted ? t("unmute") : t("mute")}
          </Button>
        )}
      </div>
      {(mark.isError || change.isError) && (
        <p role="alert" className="text-xs text-bad">
          {t("notDone")}
        </p>
      )}
    </li>
  );
}
