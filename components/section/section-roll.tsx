"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { formatTime } from "../kpi/format";
import { useKnownLocale, useZone } from "../shell/shell-context";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import type { SectionData, SectionStudentRow } from "./fetch-section";
import { MeetingActions } from "./meeting-actions";
import { MeetingChooser } from "./meeting-chooser";
import { NewMeeting } from "./new-meeting";
import { RollSheet } from "./roll-sheet";
import { markOf } from "./roll-state";
import { RollSummary } from "./roll-summary";
import { useRoll } from "./use-roll";

const defaultTime = "09:00";

type Props = { section: string; data: SectionData; onChoose: (meeting: string) => void; refresh: () => void };

/** The roll of a meeting: who was missing; and for who keeps it, the roll itself. */
export function SectionRoll({ section, data, onChoose, refresh }: Props) {
  const t = useTranslations();
  const zone = useZone();
  const locale = useKnownLocale();
  const { roll, today, mayRecord } = data;
  const { meeting, meetings } = roll;
  const rows = rowsOf(data.students, locale);
  const entry = useRoll(meeting?.id ?? "", rows);
  const [opened, setOpened] = useState<ReadonlyMap<string, boolean>>(new Map());
  const usual = meetings.at(-1);
  const planning = mayRecord && (
    <NewMeeting
      section={section}
      today={today}
      usual={usual === undefined ? defaultTime : formatTime(usual.startsAt, zone)}
      onSaved={(id) => {
        onChoose(id);
        refresh();
      }}
    />
  );
  if (meeting === null) {
    return (
      <Card title={t("roll.latest")}>
        <EmptyState title={t("roll.none")} text={t("roll.noneHelp")} action={planning} />
      </Card>
    );
  }
  const recordable = mayRecord && meeting.day <= today && meeting.status !== "cancelled";
  // The roll of today's meeting lies open until it is called, and on while it is called.
  const chosen = opened.get(meeting.id);
  const open = recordable && (chosen ?? (entry.phase !== "clean" || (meeting.isToday && !meeting.hasRoll)));
  const setOpen = (next: boolean) => setOpened((before) => new Map(before).set(meeting.id, next));
  const marked = rows.map((row) => ({ ...row, last: markOf(entry.state, row) }));
  return (
    <Card
      title={meeting.isToday ? t("roll.today") : t("rolls.title")}
      aside={
        <span className="flex flex-wrap items-center gap-2">
          {meeting.status !== "held" && <Badge tone="warn">{t(`meeting.${meeting.status}`)}</Badge>}
          <MeetingChooser meetings={meetings} chosen={meeting.id} today={today} onChoose={onChoose} />
        </span>
      }
    >
      {marked.every((row) => row.last === null) ? (
        <EmptyState
          title={meeting.status === "cancelled" ? t("rolls.cancelled") : t("roll.empty")}
          text={meeting.status === "cancelled" ? t("rolls.cancelledHelp") : meeting.day > today ? t("rolls.toCome") : t("roll.emptyHelp")}
          height={64}
        />
      ) : (
        <RollSummary students={marked} />
      )}
      {mayRecord && (
        <div className="mt-3 flex flex-wrap items-start gap-2">
          {/* It stays where it is once it was pressed: else the second press of a double click cancels the meeting. */}
          {recordable && (!open || chosen === true) && (
            <Button look="strong" aria-expanded={open} disabled={open} onClick={() => setOpen(true)}>
              {meeting.hasRoll ? t("rolls.correct") : t("rolls.record")}
            </Button>
          )}
          <MeetingActions key={meeting.id} meeting={meeting} onSaved={refresh} />
          {planning}
        </div>
      )}
      {open && <RollSheet meeting={meeting} rows={rows} roll={entry} onClose={() => setOpen(false)} />}
    </Card>
  );
}

/** Whoever is expected, and whoever is on the roll; called by name. */
function rowsOf(students: readonly SectionStudentRow[], locale: string): SectionStudentRow[] {
  const names = new Intl.Collator(locale);
  return students
    .filter((one) => one.status !== "withdrawn" || one.last !== null)
    .sort((a, b) => names.compare(a.name ?? "", b.name ?? "") || (a.student < b.student ? -1 : 1));
}
