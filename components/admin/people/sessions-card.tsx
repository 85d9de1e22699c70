"use client";

import { useTranslations } from "next-intl";
import type { PersonSession, ShownPerson } from "@/lib/access/administration/shapes";
import { PartState } from "../../data/part-state";
import { formatInstant } from "../../kpi/format";
import { useKnownLocale, useZone } from "../../shell/shell-context";
import { Badge } from "../../ui/badge";
import { Card } from "../../ui/card";
import { ShowMore } from "../../ui/show-more";
import { Confirm } from "../access/confirm";
import { endPersonSession, endPersonSessions } from "../access/fetch-access";
import { useAccessChange, usePersonSessions } from "../access/use-access";

const mostAtFirst = 6;

/** Where somebody is signed in, and the way to end it for them. */
export function SessionsCard({ person, className }: { person: ShownPerson; className?: string }) {
  const t = useTranslations("admin.sessions");
  const query = usePersonSessions(person.id);
  const endAll = useAccessChange(() => endPersonSessions(person.id));
  const others = query.data?.sessions.filter(({ here }) => !here) ?? [];
  return (
    <Card
      title={t("title")}
      note={t(person.own ? "noteOwn" : "note")}
      className={className}
      aside={
        others.length > 1 && (
          <Confirm
            label={t(person.own ? "endOthers" : "endAll")}
            title={t("endAllTitle", { name: person.name })}
            text={t("endAllText", { count: others.length })}
            act={{ ...endAll, mutate: () => endAll.mutate(undefined) }}
          />
        )
      }
    >
      <PartState query={query} height={64}>
        {({ sessions }) =>
          sessions.length === 0 ? (
            <p className="text-sm text-soft">{t("none")}</p>
          ) : (
            <ShowMore rows={sessions} most={mostAtFirst}>
              {(shown) => (
                <ul className="divide-y divide-line">
                  {shown.map((session) => (
                    <SessionItem key={session.id} session={session} name={person.name} />
                  ))}
                </ul>
              )}
            </ShowMore>
          )
        }
      </PartState>
    </Card>
  );
}

function SessionItem({ session: { id, browser, beganAt, lastSeenAt, here }, name }: { session: PersonSession; name: string }) {
  const t = useTranslations("admin.sessions");
  const locale = useKnownLocale();
  const zone = useZone();
  const end = useAccessChange(() => endPersonSession(id));
  const at = (instant: string) => formatInstant(instant, locale, zone);
  const device = browser ?? t("unknown");
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-medium">{device}</span>
          {here && <Badge tone="accent">{t("here")}</Badge>}
        </p>
        <p className="number text-sm text-soft">{t("times", { began: at(beganAt), seen: at(lastSeenAt) })}</p>
      </div>
      {!here && (
        <Confirm
          label={t("end")}
          name={t("endOf", { device, began: at(beganAt) })}
          title={t("endTitle", { name })}
          text={t("endText", { device, began: at(beganAt) })}
          act={{ ...end, mutate: () => end.mutate(undefined) }}
        />
      )}
    </li>
  );
}
