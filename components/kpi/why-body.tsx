"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import type { KpiAnswer } from "@/lib/kpis/answer";
import { canonicalQuery } from "@/lib/kpis/canonical-query";
import { definitionWords } from "@/lib/kpis/definition-words";
import { useMoment } from "@/lib/live/client/moment";
import type { ViewQuery } from "@/lib/live/protocol";
import { ChangesText } from "../past/changes-text";
import { fetchChanges } from "../past/fetch-changes";
import { parametersOf } from "../rows/fetch-rows";
import { useKnownLocale, useShell, useTerm, useZone } from "../shell/shell-context";
import { Button } from "../ui/button";
import { Skeleton } from "../ui/skeleton";
import { TextLink } from "../ui/text-link";
import { definitionFor } from "./definition-text";
import { fetchReasons } from "./fetch-reasons";
import { formatDay, formatDays, formatInstant, formatMeasure } from "./format";

export type WhyProps = { answer: KpiAnswer; view: ViewQuery; where: string | undefined };

/** The reasons for a number: definition, counts, what it covers, policy, sources, what changed it and what could. */
export function WhyBody({ answer, view, where }: WhyProps) {
  const t = useTranslations();
  const locale = useKnownLocale();
  const { released, threshold } = useShell();
  const definition = definitionFor(answer.kpi);
  if (definition === undefined) return null;
  const words = definitionWords[definition.id];
  const counts = Object.entries(answer.measures ?? {}).filter((entry): entry is [string, number] => typeof entry[1] === "number");
  return (
    <div className="space-y-3">
      <h3 className="font-semibold">{definition.name[locale]}</h3>
      <p>{words.text[locale]}</p>
      {answer.suppressed && <p>{t("why.hidden", { threshold })}</p>}
      {released && !answer.suppressed && answer.kpi !== "attendance-coverage" && (
        <p className="text-soft">{t("why.released", { threshold })}</p>
      )}
      <Facts title={t("why.how")}>
        <Fact name={t("why.numerator")}>{words.numerator[locale]}</Fact>
        <Fact name={t("why.denominator")}>{words.denominator[locale]}</Fact>
        {counts.map(([name, count]) => (
          <Fact key={name} name={t(`measure.${name}`)}>
            <span className="number">{formatMeasure(count, locale)}</span>
          </Fact>
        ))}
      </Facts>
      <Covers answer={answer} view={view} where={where} />
      <Sources answer={answer} />
      <SinceYesterday view={view} />
      <Reasons kpi={view.kpi} />
      <RowsLink view={view} />
    </div>
  );
}

function Covers({ answer, view, where }: WhyProps) {
  const t = useTranslations();
  const locale = useKnownLocale();
  const term = useTerm(answer.term);
  return (
    <Facts title={t("why.covers")}>
      <Fact name={t("why.where")}>{where ?? t("why.everything")}</Fact>
      {term !== null && <Fact name={t("shell.term")}>{`${term.name} (${formatDays(term.startsOn, term.endsOn, locale, true)})`}</Fact>}
      {view.from !== undefined && view.to !== undefined && <Fact name={t("why.days")}>{formatDays(view.from, view.to, locale, true)}</Fact>}
      {view.from === undefined && view.to !== undefined && <Fact name={t("why.until")}>{formatDay(view.to, locale, true)}</Fact>}
      {view.kpi === "grade-distribution" && <Fact name={t("why.grades")}>{t(`status.${view.state ?? "final"}`)}</Fact>}
      {view.program !== undefined && <Fact name={t("why.program")}>{view.program}</Fact>}
      {view.yearOfStudy !== undefined && <Fact name={t("filters.year")}>{view.yearOfStudy}</Fact>}
      <Fact name={t("why.policy")}>{answer.policyVersion}</Fact>
      {(answer.rules?.length ?? 0) > 1 && (
        <Fact name={t("why.rules")}>
          {answer.rules
            ?.map(({ policyVersion: version, from }) =>
              from === null ? t("why.ruleFirst", { version }) : t("why.ruleSince", { version, day: formatDay(from, locale, true) }),
            )
            .join(", ")}
        </Fact>
      )}
    </Facts>
  );
}

function Sources({ answer }: { answer: KpiAnswer }) {
  const t = useTranslations("why");
  const locale = useKnownLocale();
  const zone = useZone();
  const through = answer.watermark.processedThrough;
  return (
    <Facts title={t("sources")}>
      {through !== null && <Fact name={t("through")}>{formatInstant(through, locale, zone)}</Fact>}
      {answer.watermark.sources.map((source) => (
        <div key={source.source}>
          <dt className="text-soft">{source.source}</dt>
          <dd>{t("lastEvent", { time: formatInstant(source.eventTime, locale, zone) })}</dd>
        </div>
      ))}
    </Facts>
  );
}

/** Asked for when somebody looks. */
function Reasons({ kpi }: { kpi: ViewQuery["kpi"] }) {
  const t = useTranslations();
  const locale = useKnownLocale();
  const zone = useZone();
  const reasons = useQuery({ queryKey: ["why", kpi], queryFn: () => fetchReasons(kpi), staleTime: 0, retry: false });
  if (reasons.isPending) return <Skeleton height={48} label={t("kpi.loading")} />;
  if (reasons.isError)
    return (
      <p role="alert">
        {t("kpi.failed")} <Button onClick={() => void reasons.refetch()}>{t("kpi.retry")}</Button>
      </p>
    );
  const { quarantine, verification } = reasons.data;
  return (
    <Facts title={t("why.waiting")}>
      <Fact name={t("why.rejected")}>
        {quarantine.oldest === null
          ? t("why.noQuarantine")
          : t(quarantine.isLeast ? "why.quarantineAtLeast" : "why.quarantine", {
              open: quarantine.open,
              since: formatInstant(quarantine.oldest, locale, zone),
            })}
      </Fact>
      <Fact name={t("why.verified")}>
        {verification === null
          ? t("why.neverVerified")
          : t("why.verification", {
              time: formatInstant(verification.endedAt, locale, zone),
              compared: verification.compared,
              differ: verification.differ,
            })}
      </Fact>
    </Facts>
  );
}

const aDay = 86_400_000;

/** What came late or was corrected since the same time yesterday. A figure of the past says what changed it on its page. */
function SinceYesterday({ view }: { view: ViewQuery }) {
  const t = useTranslations();
  const moment = useMoment();
  const [since] = useState(() => new Date(Date.now() - aDay).toISOString());
  const changes = useQuery({
    queryKey: ["changes", canonicalQuery(view), since],
    queryFn: () => fetchChanges(view, since),
    enabled: moment === null,
    retry: false,
  });
  if (moment !== null) return null;
  return (
    <section aria-label={t("why.yesterday")} className="border-t border-line pt-2">
      <h4 className="mb-1 text-xs font-semibold text-soft">{t("why.yesterday")}</h4>
      {changes.isPending ? (
        <Skeleton height={40} label={t("kpi.loading")} />
      ) : changes.isError ? (
        <p role="alert">
          {t("kpi.failed")} <Button onClick={() => void changes.refetch()}>{t("kpi.retry")}</Button>
        </p>
      ) : changes.data === null ? (
        <p className="text-soft">{t("past.notKept")}</p>
      ) : (
        <ChangesText changes={changes.data} />
      )}
    </section>
  );
}

function RowsLink({ view }: { view: ViewQuery }) {
  const t = useTranslations("why");
  const { seesStudents } = useShell();
  const moment = useMoment();
  // The facts as they stand now are not those of a figure of the past.
  if (!seesStudents || moment !== null) return null;
  return (
    <p className="border-t border-line pt-2">
      <TextLink href={`/rows/${view.kpi}?${parametersOf(view)}`}>{t("rows")}</TextLink>
    </p>
  );
}

function Facts({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="border-t border-line pt-2">
      <h4 className="mb-1 text-xs font-semibold text-soft">{title}</h4>
      <dl className="space-y-1">{children}</dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[2fr_3fr] gap-x-3">
      <dt className="text-soft">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
