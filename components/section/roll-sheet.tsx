"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, useEffect, useId, useRef } from "react";
import { EntryProblemNote } from "../entry/entry-problem";
import { formatCount } from "../kpi/format";
import { useKnownLocale } from "../shell/shell-context";
import { WriteButton } from "../shell/write-button";
import { Button } from "../ui/button";
import type { MeetingRow, SectionStudentRow } from "./fetch-section";
import { rollKey } from "./roll-keys";
import { RollRow } from "./roll-row";
import { isOvertaken, markOf } from "./roll-state";
import type { RollEntry } from "./use-roll";

type Props = { meeting: MeetingRow; rows: readonly SectionStudentRow[]; roll: RollEntry; onClose: (() => void) | null };

/** The roll as a lecturer calls it: a row a student, a key a mark. */
export function RollSheet({ meeting, rows, roll, onClose }: Props) {
  const t = useTranslations();
  const locale = useKnownLocale();
  const sheet = useRef<HTMLFormElement>(null);
  const help = useId();
  const { state, phase } = roll;
  const unsaved = phase === "draft" || phase === "failed" || phase === "saving";
  useLeaveWarning(unsaved);
  const unmarked = rows.filter((row) => markOf(state, row) === null).length;

  const focusRow = (index: number) => {
    const row = sheet.current?.querySelectorAll("fieldset").item(Math.max(0, Math.min(index, rows.length - 1)));
    (row?.querySelector<HTMLInputElement>("input:checked") ?? row?.querySelector<HTMLInputElement>("input"))?.focus();
  };
  const onKeyDown = (event: KeyboardEvent, row: SectionStudentRow, index: number) => {
    const does = rollKey(event);
    if (does === null) return;
    event.preventDefault();
    if (does.kind === "mark") roll.set(row, does.mark);
    if (does.kind === "end") focusRow(does.at === "first" ? 0 : rows.length - 1);
    else focusRow(index + (does.kind === "move" ? does.by : 1));
  };

  return (
    <form
      ref={sheet}
      aria-label={t("rolls.sheet")}
      aria-describedby={help}
      className="mt-3 border-t border-line pt-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (phase !== "saving") roll.save();
      }}
    >
      <div className="mb-2 flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button disabled={unmarked === 0} onClick={() => roll.setRest("present")}>
          {t("rolls.restPresent", { count: unmarked })}
        </Button>
        <p id={help} className="text-sm text-soft">
          {t("rolls.keys")}
        </p>
      </div>
      <div className="divide-y divide-line border-y border-line">
        {rows.map((row, index) => (
          <RollRow
            key={row.student}
            row={row}
            startsAt={meeting.startsAt}
            mark={markOf(state, row)}
            draft={state.drafts.has(row.student)}
            overtaken={isOvertaken(state, row)}
            onMark={(mark) => roll.set(row, mark)}
            onKeyDown={(event) => onKeyDown(event, row, index)}
          />
        ))}
      </div>
      {roll.problem !== null && (
        <div className="mt-3">
          <EntryProblemNote problem={roll.problem} onRetry={roll.retry} />
        </div>
      )}
      <div className="sticky bottom-0 mt-1 flex flex-wrap items-center gap-x-4 gap-y-2 bg-surface py-2">
        <WriteButton type="submit" look="strong" disabled={phase === "saving" || state.drafts.size === 0}>
          {t("rolls.save")}
        </WriteButton>
        {(phase === "draft" || phase === "failed") && <Button onClick={roll.discard}>{t("rolls.discard")}</Button>}
        {onClose !== null && !unsaved && <Button onClick={onClose}>{t("rolls.close")}</Button>}
        <p role="status" className="text-sm text-soft">
          {phase === "draft"
            ? t("rolls.phase.draft", { count: formatCount(state.drafts.size, locale) })
            : phase === "clean" || phase === "failed"
              ? ""
              : t(`rolls.phase.${phase}`)}
        </p>
      </div>
    </form>
  );
}

/** Whoever closes the page with unsaved marks is asked first. */
function useLeaveWarning(active: boolean): void {
  useEffect(() => {
    if (!active) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [active]);
}
