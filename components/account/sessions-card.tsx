"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { AccountSession } from "@/lib/access/account-sessions-shape";
import { formatInstant } from "../kpi/format";
import { useKnownLocale, useZone } from "../shell/shell-context";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { ShowMore } from "../ui/show-more";
import { AccountState } from "./account-state";
import { Failure } from "./failure";
import { endOtherSessions, endSession } from "./fetch-account";
import { useRenewAccount, useSessions } from "./use-account";

const mostAtFirst = 6;

/** Where one is signed in, and the way out of each. */
export function SessionsCard() {
  const t = useTranslations("account.sessions");
  const sessions = useSessions();
  const renew = useRenewAccount();
  const end = useMutation({ mutationFn: endSession, onSettled: renew });
  const endOthers = useMutation({ mutationFn: endOtherSessions, onSettled: renew });
  const busy = end.isPending || endOthers.isPending;
  return (
    <Card title={t("title")} note={t("note")}>
      <AccountState query={sessions} height={96}>
        {({ sessions: all }) => (
          <>
            <ShowMore rows={all} most={mostAtFirst}>
              {(shown) => (
                <ul className="divide-y divide-line">
                  {shown.map((session) => (
                    <SessionItem key={session.id} session={session} busy={busy} onEnd={() => end.mutate(session.id)} />
                  ))}
                </ul>
              )}
            </ShowMore>
            {all.length > 1 && (
              <Button className="mt-3" disabled={busy} onClick={() => endOthers.mutate()}>
                {t("endOthers")}
              </Button>
            )}
          </>
        )}
      </AccountState>
      <Failure error={end.error ?? endOthers.error} text={t("failed")} />
    </Card>
  );
}

function SessionItem({ session, busy, onEnd }: { session: AccountSession; busy: boolean; onEnd: () => void }) {
  const t = useTranslations("account.sessions");
  const locale = useKnownLocale();
  const zone = useZone();
  const { browser, system, address, how, secondFactor, beganAt, lastSeenAt, here } = session;
  const device = browser === null ? t("unknownDevice") : system === null ? browser : t("device", { browser, system });
  const at = (instant: string) => formatInstant(instant, locale, zone);
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          {device}
          {here && <Badge tone="accent">{t("here")}</Badge>}
        </p>
        <p className="text-sm text-soft">
          {t(`how.${how}`)}
          {secondFactor && ` · ${t("withSecondFactor")}`}
          {address !== null && ` · ${address}`}
        </p>
        <p className="number text-sm text-soft">{t("times", { began: at(beganAt), seen: at(lastSeenAt) })}</p>
      </div>
      {!here && (
        <Button disabled={busy} onClick={onEnd} aria-label={t("endOf", { device, began: at(beganAt) })}>
          {t("end")}
        </Button>
      )}
    </li>
  );
}
