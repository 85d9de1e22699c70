"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { EntryProblemNote } from "../entry/entry-problem";
import { sendEntry } from "../entry/send-entry";
import { useEntry } from "../entry/use-entry";
import { formatCount } from "../kpi/format";
import { useKnownLocale } from "../shell/shell-context";
import { WriteButton } from "../shell/write-button";
import { Button } from "../ui/button";
import type { MeetingRow } from "./fetch-section";

type Status = MeetingRow["status"];

/** Cancels a meeting, or says that it takes place after all. A roll that would no longer count is asked about first. */
export function MeetingActions({ meeting, onSaved }: { meeting: MeetingRow; onSaved: () => void }) {
  const t = useTranslations("meetings");
  const locale = useKnownLocale();
  const [asking, setAsking] = useState(false);
  const path = `/api/internal/meetings/${encodeURIComponent(meeting.id)}`;
  const { run, isSaving, problem } = useEntry(
    (entry, status: Status) => sendEntry("PUT", path, { entry, status }),
    () => {
      setAsking(false);
      onSaved();
    },
  );
  const cancelled = meeting.status === "cancelled";
  const next: Status = cancelled ? (meeting.hasRoll ? "held" : "planned") : "cancelled";
  return (
    <div className="space-y-2">
      {asking ? (
        <div
          role="group"
          aria-label={t("cancel")}
          className="flex flex-wrap items-center gap-2 rounded-md bg-warn-soft px-3 py-2 text-sm text-warn"
        >
          <span>
            {meeting.rolls === null
              ? t("cancelAskTaken")
              : t("cancelAsk", { marks: meeting.rolls, count: formatCount(meeting.rolls, locale) })}
          </span>
          <WriteButton autoFocus disabled={isSaving} onClick={() => run(next)}>
            {t("cancel")}
          </WriteButton>
          <Button onClick={() => setAsking(false)}>{t("keep")}</Button>
        </div>
      ) : (
        <WriteButton disabled={isSaving} onClick={() => (!cancelled && meeting.hasRoll ? setAsking(true) : run(next))}>
          {cancelled ? t("reinstate") : t("cancel")}
        </WriteButton>
      )}
      {problem !== null && <EntryProblemNote problem={problem} onRetry={() => run(next)} />}
    </div>
  );
}
