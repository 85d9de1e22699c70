"use client";

import { useTranslations } from "next-intl";
import type { KpiAnswer } from "@/lib/kpis/answer";
import { type Contribution, type Decomposition, decomposeChange, type Part } from "@/lib/kpis/decompose-change";
import { partOf, ruleOf } from "@/lib/kpis/observed";
import { useLiveKpi } from "@/lib/live/client/use-live-kpi";
import type { ViewQuery } from "@/lib/live/protocol";
import { addToQuery } from "../shell/query";
import { useKnownLocale } from "../shell/shell-context";
import { Button } from "../ui/button";
import { Popover } from "../ui/popover";
import { Cell, ColumnHead, HeadRow, Row, RowHead, Table } from "../ui/table";
import { TextLink } from "../ui/text-link";
import type { Target } from "./breakdown";
import { formatDistance, formatGap, formatShare, formatValue, isEven } from "./format";
import type { Change } from "./largest-changes";
import { daysOfWeek, weekNumber } from "./weeks";

type Props = { change: Change; view: ViewQuery; to: Target; query: string };

/** What a member is made of, and where such a part leads to. Sections are made of persons: there it ends. */
const below = {
  departments: { filter: "orgUnit", groupBy: "course", part: "courses" },
  courses: { filter: "course", groupBy: "section", part: "sections" },
} as const;

/** "Attendance in X fell from 91.2 % to 84.0 %; 61 % of it is one course": the change, and the part it mostly comes from. */
export function ChangeInWords({ change, view, to, query }: Props) {
  const t = useTranslations("changes");
  const locale = useKnownLocale();
  const [now, before] = [ratioOf(change.now), ratioOf(change.before)];
  const gap = now - before;
  const [first, last] = [change.weeksBefore[0], change.weeksBefore.at(-1)];
  return (
    <li className="border-l-2 border-line pl-3">
      <TextLink href={`/${to}/${encodeURIComponent(change.key)}${addToQuery(query, { week: change.week })}`} className="font-medium">
        {change.label}
      </TextLink>
      <p className="text-sm">
        {t("text", {
          direction: isEven(gap, "ratio") ? "same" : gap > 0 ? "up" : "down",
          before: formatValue(before, "ratio", locale),
          from: first === undefined ? 0 : weekNumber(first),
          to: last === undefined ? 0 : weekNumber(last),
          now: formatValue(now, "ratio", locale),
          week: weekNumber(change.week),
        })}
      </p>
      {to !== "sections" && !isEven(gap, "ratio") && <Parts change={change} view={view} to={to} query={query} />}
    </li>
  );
}

const ratioOf = ({ numerator, denominator }: Part) => numerator / denominator;

function Parts({ change, view, to, query }: Props & { to: keyof typeof below }) {
  const locale = useKnownLocale();
  const { filter, groupBy, part } = below[to];
  const { groupBy: _, ...whole } = view;
  const asked: ViewQuery = { ...whole, [filter]: change.key, groupBy };
  const { answer: now } = useLiveKpi({ ...asked, ...spanOf([change.week]) }, locale);
  const { answer: before } = useLiveKpi({ ...asked, ...spanOf(change.weeksBefore) }, locale);
  if (now === undefined || before === undefined) return null;
  const [is, was] = [partsOf(now), partsOf(before)];
  // Parts that are not all of it (a unit under this one, a view that moved on meanwhile) would not add up: none are told.
  if (!sumTo(is, change.now) || !sumTo(was, change.before)) return null;
  const found = decomposeChange(was, is);
  const [largest] = found?.contributions ?? [];
  if (found === null || largest === undefined) return null;
  const names = new Map(
    [...(before.groups ?? []), ...(now.groups ?? [])].map((group) => [group.key ?? "", group.label ?? group.key ?? ""]),
  );
  const nameOf = ({ key }: Contribution) => names.get(key) ?? key;
  const hrefOf = ({ key }: Contribution) =>
    key === "" ? null : `/${part}/${encodeURIComponent(key)}${addToQuery(query, { week: change.week })}`;
  return (
    <>
      <Largest part={largest} change={found.change} name={nameOf(largest)} href={hrefOf(largest)} />
      <AllParts found={found} title={change.label} nameOf={nameOf} />
    </>
  );
}

/** First Monday to last Sunday: weeks between them had no meetings. */
function spanOf(weeks: readonly string[]): { from: string; to: string } {
  const [first, last] = [daysOfWeek(weeks[0] ?? ""), daysOfWeek(weeks.at(-1) ?? "")];
  return { from: first?.from ?? "1970-01-01", to: last?.to ?? "1970-01-01" };
}

const partsOf = (answer: KpiAnswer): Part[] =>
  (answer.groups ?? []).flatMap((group) => partOf("attendance-rate", group.key ?? "", group, ruleOf(answer)) ?? []);

function sumTo(parts: readonly Part[], whole: Part): boolean {
  const [numerator, denominator] = parts.reduce(([a, b], part) => [a + part.numerator, b + part.denominator], [0, 0]);
  return Math.abs(numerator - whole.numerator) < 1e-6 && Math.abs(denominator - whole.denominator) < 1e-6;
}

function Largest({ part, change, name, href }: { part: Contribution; change: number; name: string; href: string | null }) {
  const t = useTranslations("changes");
  const locale = useKnownLocale();
  const share = part.total / change;
  return (
    <p className="text-sm text-soft">
      {t.rich(share > 0 && share <= 1 ? "share" : "alone", {
        share: formatShare(share, locale),
        gap: formatGap(part.total, "ratio", locale),
        why: Math.abs(part.rate) >= Math.abs(part.mix) ? "rate" : "mix",
        name,
        part: (chunks) =>
          href === null ? (
            chunks
          ) : (
            <TextLink href={href} className="underline">
              {chunks}
            </TextLink>
          ),
      })}
    </p>
  );
}

/** All parts with what each did: they add up to the change. */
function AllParts({ found, title, nameOf }: { found: Decomposition; title: string; nameOf: (part: Contribution) => string }) {
  const t = useTranslations("changes");
  const locale = useKnownLocale();
  const gap = (value: number) => formatGap(value, "ratio", locale);
  return (
    <Popover
      label={t("partsOf", { name: title })}
      trigger={
        <Button look="link" className="text-xs">
          {t("parts")} <span className="sr-only">{title}</span>
        </Button>
      }
    >
      <p className="mb-2 text-soft">{t("partsHelp", { distance: formatDistance(found.change, "ratio", locale) })}</p>
      <Table label={t("partsOf", { name: title })}>
        <HeadRow>
          <ColumnHead>{t("part")}</ColumnHead>
          <ColumnHead figure>{t("rate")}</ColumnHead>
          <ColumnHead figure>{t("mix")}</ColumnHead>
          <ColumnHead figure>{t("total")}</ColumnHead>
        </HeadRow>
        <tbody>
          {found.contributions.map((part) => (
            <Row key={part.key}>
              <RowHead>{nameOf(part)}</RowHead>
              <Cell figure>{gap(part.rate)}</Cell>
              <Cell figure>{gap(part.mix)}</Cell>
              <Cell figure>{gap(part.total)}</Cell>
            </Row>
          ))}
          <Row>
            <RowHead className="font-medium">{t("sum")}</RowHead>
            <Cell figure />
            <Cell figure />
            <Cell figure className="font-medium">
              {gap(found.change)}
            </Cell>
          </Row>
        </tbody>
      </Table>
      <p className="mt-2 text-xs text-soft">{t("method")}</p>
    </Popover>
  );
}
