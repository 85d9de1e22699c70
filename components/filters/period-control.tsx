"use client";

import { CalendarRange } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { formatDays } from "../kpi/format";
import { addDays, daysOfWeek, mondayOf, weekNumber, weeksBetween } from "../kpi/weeks";
import { useKnownLocale, useShell, useTerm } from "../shell/shell-context";
import { Button } from "../ui/button";
import { Popover } from "../ui/popover";
import { Select } from "../ui/select";
import { periodWords } from "./period-words";
import { useFilters } from "./use-filters";

/** From which day to which: days, or whole weeks for readers of released figures. */
export function PeriodControl({ term: own }: { term: string | null }) {
  const t = useTranslations("filters");
  const locale = useKnownLocale();
  const { filters, go } = useFilters();
  const term = useTerm(own ?? filters.term);
  if (term === null) return null;
  const choose = (from: string | null, to: string | null) => go({ week: null, from, to });
  return (
    <Popover
      label={t("period")}
      trigger={
        <Button>
          <CalendarRange className="size-4 text-soft" aria-hidden="true" />
          <span className="sr-only">{t("period")}: </span>
          {periodWords(filters, locale, t) ?? t("wholeTerm")}
        </Button>
      }
    >
      {(close) => (
        <PeriodForm
          key={`${filters.from} ${filters.to} ${term.id}`}
          startsOn={term.startsOn}
          endsOn={term.endsOn}
          choose={(from, to) => {
            close();
            choose(from, to);
          }}
        />
      )}
    </Popover>
  );
}

type FormProps = { startsOn: string; endsOn: string; choose: (from: string | null, to: string | null) => void };

function PeriodForm({ startsOn, endsOn, choose }: FormProps) {
  const t = useTranslations("filters");
  const { today, released } = useShell();
  const { filters } = useFilters();
  const last = today < endsOn && today >= startsOn ? today : endsOn;
  const [from, setFrom] = useState(filters.from ?? (released ? mondayOf(startsOn) : startsOn));
  const [to, setTo] = useState(filters.to ?? (released ? addDays(mondayOf(last), 6) : last));
  const wrong = from > to;
  const errorId = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!wrong) choose(from === "" ? null : from, to === "" ? null : to);
  };
  const fields = [
    { label: t("from"), value: from, set: setFrom, side: "from" as const },
    { label: t("to"), value: to, set: setTo, side: "to" as const },
  ];
  const Field = released ? WeekField : DayField;
  return (
    <form onSubmit={submit} className="space-y-3" aria-describedby={wrong ? errorId : undefined}>
      <div className="grid grid-cols-2 gap-3">
        {fields.map((field) => (
          <Field key={field.side} {...field} startsOn={startsOn} endsOn={endsOn} />
        ))}
      </div>
      {released && <p className="text-xs text-soft">{t("wholeWeeks")}</p>}
      {wrong && (
        <p id={errorId} role="alert" className="text-bad">
          {t("wrongOrder")}
        </p>
      )}
      <div className="flex gap-2">
        <Button type="submit" look="strong" disabled={wrong}>
          {t("show")}
        </Button>
        <Button onClick={() => choose(null, null)}>{t("wholeTerm")}</Button>
      </div>
    </form>
  );
}

type FieldProps = { label: string; value: string; set: (day: string) => void; side: "from" | "to"; startsOn: string; endsOn: string };

function DayField({ label, value, set, startsOn, endsOn }: FieldProps) {
  return (
    <label className="block">
      {label}
      <input
        type="date"
        value={value}
        min={startsOn}
        max={endsOn}
        onChange={(event) => set(event.target.value)}
        className="mt-1 h-8 w-full rounded-md border border-edge bg-surface px-2 text-sm"
      />
    </label>
  );
}

function WeekField({ label, value, set, side, startsOn, endsOn }: FieldProps) {
  const t = useTranslations("filters");
  const locale = useKnownLocale();
  const options = weeksBetween(startsOn, endsOn).flatMap((week) => {
    const days = daysOfWeek(week);
    if (days === null) return [];
    return [{ value: days[side], label: t("week", { week: weekNumber(week), days: formatDays(days.from, days.to, locale) }) }];
  });
  return (
    <div>
      <span aria-hidden="true">{label}</span>
      <Select className="mt-1 w-full" label={label} value={value} options={options} onChange={(event) => set(event.target.value)} />
    </div>
  );
}
