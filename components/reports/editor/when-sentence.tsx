"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { termEvents } from "@/lib/reports/manage/schedule-shapes";
import { type Rule, rhythms, ruleOf } from "./draft";
import { useFieldProblem } from "./field-problem";
import { InlineSelect } from "./inline-select";
import { WeekdayPicker } from "./weekday-picker";

type Props = { rule: Rule; onChange: (rule: Rule) => void };

const inputLook = "h-8 rounded-md border border-edge bg-surface px-2 text-base font-medium text-ink";

/** The part of the sentence that says when: a rhythm, what it still needs, and a time of day. */
export function WhenSentence({ rule, onChange }: Props) {
  const t = useTranslations("reports.editor");
  const atProblem = useFieldProblem("timing.rule.at");
  const parts = {
    every: () => (
      <InlineSelect
        key="every"
        label={t("rhythm")}
        value={rule.every}
        options={rhythms.map((value) => ({ value, label: t(`every.${value}`) }))}
        onChange={(every) => onChange(ruleOf(every, rule.at))}
      />
    ),
    time: () => (
      <input
        key="time"
        type="time"
        required
        aria-label={t("time")}
        value={rule.at}
        onChange={(event) => onChange({ ...rule, at: event.target.value.slice(0, "00:00".length) })}
        className={`number ${inputLook}`}
        {...atProblem}
      />
    ),
    more: () => <More key="more" rule={rule} onChange={onChange} />,
  } satisfies Record<string, () => ReactNode>;
  return t.rich(`when.${rule.every}`, parts);
}

/** What a rhythm still needs to be one. */
function More({ rule, onChange }: Props) {
  const t = useTranslations("reports.editor");
  const dayProblem = useFieldProblem("timing.rule.day");
  switch (rule.every) {
    case "week":
      return <WeekdayPicker value={rule.on} onChange={(on) => onChange({ ...rule, on })} />;
    case "month":
      return (
        <input
          type="number"
          inputMode="numeric"
          min={1}
          max={31}
          required
          aria-label={t("dayOfMonth")}
          value={Number.isNaN(rule.day) ? "" : rule.day}
          onChange={(event) => onChange({ ...rule, day: event.target.valueAsNumber })}
          className={`number w-16 ${inputLook}`}
          {...dayProblem}
        />
      );
    case "term":
      return <TermEvent rule={rule} onChange={onChange} />;
    default:
      return null;
  }
}

const offsets = Array.from({ length: 25 }, (_, index) => index - 12);

function TermEvent({ rule, onChange }: { rule: Extract<Rule, { every: "term" }>; onChange: Props["onChange"] }) {
  const t = useTranslations("reports.editor");
  const event = useTranslations("reports.event");
  const parts = {
    weeks: () => (
      <InlineSelect
        key="weeks"
        label={t("weeks")}
        field="timing.rule.weeks"
        value={String(rule.weeks)}
        options={offsets.map((weeks) => ({
          value: String(weeks),
          label: weeks === 0 ? t("onTheDay") : t(weeks < 0 ? "weeksBefore" : "weeksAfter", { weeks: Math.abs(weeks) }),
        }))}
        onChange={(weeks) => onChange({ ...rule, weeks: Number(weeks) })}
      />
    ),
    event: () => (
      <InlineSelect
        key="event"
        label={t("event")}
        value={rule.event}
        options={termEvents.map((value) => ({ value, label: event(value) }))}
        onChange={(chosen) => onChange({ ...rule, event: chosen })}
      />
    ),
  };
  return t.rich("termEvent", parts);
}
