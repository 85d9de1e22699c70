"use client";

import { useTranslations } from "next-intl";
import type { KpiAnswer } from "@/lib/kpis/answer";
import { type LiveKpi, useLiveKpi } from "@/lib/live/client/use-live-kpi";
import type { ViewQuery } from "@/lib/live/protocol";
import { LetterChart } from "../charts/letter-chart";
import { lettersOf, medianLetter, totalOf } from "../charts/letters";
import { trendHeight } from "../charts/trend";
import { Offered } from "../exports/offered";
import type { Palette } from "../exports/palette";
import { UnappliedNote } from "../filters/unapplied-note";
import { useKnownLocale, useTerm } from "../shell/shell-context";
import { Badge } from "../ui/badge";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { Comparison } from "./comparison";
import { definitionText } from "./definition-text";
import { formatCount, formatDay, formatValue } from "./format";
import { Freshness } from "./freshness";
import { Figure, headHeight, Students, TileFoot } from "./kpi-tile";
import { LiveState } from "./live-state";
import { provisionalOf, useStandingGrades } from "./standing-grades";

type Props = {
  view: ViewQuery;
  where?: string | undefined;
  /** What the distribution is drawn beside, instead of the term compared with. */
  beside?: { view: ViewQuery; label: string } | undefined;
};

/** Grades as they stand, the provisional ones said to be so, else when they come. */
export function GradeTile({ view, where, beside }: Props) {
  const standing = useStandingGrades(view);
  const next = beside === undefined || standing.view === view ? beside : { ...beside, view: provisionalOf(beside.view) };
  return <Grades live={standing.live} view={standing.view} where={where} beside={next} />;
}

function Grades({ live, view, where, beside }: Props & { live: LiveKpi }) {
  const locale = useKnownLocale();
  const title = definitionText(view.kpi, locale);
  const provisional = view.state === "provisional";
  return (
    <Card title={title} aside={<Freshness live={live} />} data-kpi={view.kpi}>
      <LiveState live={live} height={headHeight + 8 + trendHeight}>
        {(answer) =>
          lettersOf(answer).length === 0 ? (
            <NoGrades answer={answer} view={view} />
          ) : (
            <Body answer={answer} view={view} provisional={provisional} beside={beside} />
          )
        }
      </LiveState>
      <TileFoot answer={live.answer} view={view} where={where} />
    </Card>
  );
}

/** When grades come; meanwhile those of the term compared with, said to be just that. */
function NoGrades({ answer, view }: { answer: KpiAnswer; view: ViewQuery }) {
  const t = useTranslations("grades");
  const locale = useKnownLocale();
  const term = useTerm(answer.term);
  const { compare: _, ...own } = view;
  const other = answer.comparison?.term;
  return (
    <div style={{ minHeight: headHeight + 8 + trendHeight }}>
      <EmptyState
        title={t("none")}
        text={term === null ? t("noneHelp") : t("noneUntil", { day: formatDay(term.endsOn, locale, true) })}
        height={headHeight}
      />
      {other !== undefined && <LastTime view={{ ...own, term: other, state: "final" }} label={answer.comparison?.label ?? other} />}
    </div>
  );
}

function LastTime({ view, label }: { view: ViewQuery; label: string }) {
  const t = useTranslations("grades");
  const { answer } = useLiveKpi(view, useKnownLocale());
  const [only, ...more] = answer === undefined || answer.suppressed ? [] : lettersOf(answer);
  if (only === undefined || more.length > 0) return null;
  return (
    <>
      <h3 className="mb-1 text-sm text-soft">{t("lastTime", { label })}</h3>
      <LetterChart title={t("lastTime", { label })} letters={only.letters} past />
    </>
  );
}

type BodyProps = Pick<Props, "view" | "beside"> & { answer: KpiAnswer; provisional: boolean };

function Body({ answer, view, provisional, beside }: BodyProps) {
  const t = useTranslations("grades");
  const locale = useKnownLocale();
  const [only, ...more] = lettersOf(answer);
  const sheet = async () => (await import("../exports/letters-sheet")).lettersSheet(answer);
  const picture = async (palette: Palette) =>
    (await import("../exports/letters-picture")).lettersPicture(lettersOf(answer), palette, {
      heads: [t("grades"), t("share")],
      count: (count) => formatCount(count, locale),
      share: (share) => formatValue(share, "ratio", locale),
    });
  const median = only === undefined || more.length > 0 ? null : medianLetter(only.letters);
  const caption = answer.value !== null ? t("mean") : median !== null ? t("median") : more.length > 0 ? t("mixedScales") : null;
  return (
    <>
      <div style={{ minHeight: headHeight }}>
        <div className="flex flex-wrap items-baseline gap-x-2">
          <Figure text={answer.value === null && median !== null ? median : formatValue(answer.value, "points", locale)} />
          {caption !== null && <span className="text-sm text-soft">{caption}</span>}
          {provisional && <Badge tone="warn">{t("provisional")}</Badge>}
        </div>
        {!provisional && <Comparison answer={answer} asked={view.compare} />}
        <p className="flex flex-wrap gap-x-3 text-sm text-soft">
          <Students answer={answer} />
          {answer.value !== null && median !== null && <span>{t("medianIs", { letter: median })}</span>}
        </p>
        <UnappliedNote view={view} />
      </div>
      <Distribution answer={answer} view={view} beside={beside} />
      <Offered kind="letters" drawn make={() => ({ view, answer, sheet, picture })} />
    </>
  );
}

function Distribution({ answer, view, beside }: Omit<BodyProps, "provisional">) {
  const other = answer.comparison?.term;
  if (beside !== undefined) return <Beside answer={answer} view={beside.view} label={beside.label} differs />;
  if (other === undefined) return <Scales answer={answer} />;
  const { compare: _, ...own } = view;
  return <Beside answer={answer} view={{ ...own, term: other, state: "final" }} label={answer.comparison?.label ?? other} />;
}

/** `differs`: worth drawing only where the other holds more than this one. */
function Beside({ answer, view, label, differs = false }: { answer: KpiAnswer; view: ViewQuery; label: string; differs?: boolean }) {
  const { answer: other } = useLiveKpi(view, useKnownLocale());
  if (other === undefined || other.suppressed || (differs && other.n === answer.n)) return <Scales answer={answer} />;
  return <Scales answer={answer} reference={{ answer: other, label }} />;
}

function Scales({ answer, reference }: { answer: KpiAnswer; reference?: { answer: KpiAnswer; label: string } }) {
  const t = useTranslations("grades");
  const scales = lettersOf(answer);
  const others = reference === undefined ? [] : lettersOf(reference.answer);
  return (
    <div className="space-y-4" style={{ minHeight: trendHeight }}>
      {scales.map(({ scale, letters }, index) => {
        // Beside a scale stands the same scale, or nothing.
        const other =
          scales.length === 1 && others.length === 1 ? others[0] : others.find((one) => one.scale !== null && one.scale === scale);
        const usable = reference !== undefined && other !== undefined && totalOf(other.letters) > 0;
        return (
          <div key={scale ?? index}>
            {scale !== null && <h3 className="mb-1 text-sm font-medium">{t("scale", { scale })}</h3>}
            <LetterChart
              title={scale === null ? t("chart") : t("scale", { scale })}
              letters={letters}
              reference={usable ? { letters: other.letters, label: reference.label } : undefined}
            />
          </div>
        );
      })}
    </div>
  );
}
