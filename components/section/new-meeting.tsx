"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { EntryProblemNote } from "../entry/entry-problem";
import { sendEntry } from "../entry/send-entry";
import { useEntry } from "../entry/use-entry";
import { useZone } from "../shell/shell-context";
import { WriteButton } from "../shell/write-button";
import { Button } from "../ui/button";

type Props = { section: string; today: string /** The usual time, `HH:MM`. */; usual: string; onSaved: (meeting: string) => void };

/** Plans a meeting: by default today, at the section's usual time. */
export function NewMeeting({ section, today, usual, onSaved }: Props) {
  const t = useTranslations("meetings");
  const zone = useZone();
  const [open, setOpen] = useState(false);
  const [startsAt, setStartsAt] = useState(`${today}T${usual}`);
  const { run, isSaving, problem, reset } = useEntry(
    (entry, at: string) => sendEntry("POST", `/api/internal/sections/${encodeURIComponent(section)}/meetings`, { entry, startsAt: at }),
    (saved) => {
      setOpen(false);
      if (saved.meeting !== undefined) onSaved(saved.meeting);
    },
  );
  if (!open) return <Button onClick={() => setOpen(true)}>{t("add")}</Button>;
  return (
    <form
      aria-label={t("add")}
      className="w-full space-y-2 rounded-md bg-sunken p-3"
      onSubmit={(event) => {
        event.preventDefault();
        run(startsAt);
      }}
    >
      <div className="flex flex-wrap items-end gap-2">
        <label className="text-sm">
          <span className="block font-medium">{t("startsAt")}</span>
          <input
            type="datetime-local"
            required
            value={startsAt}
            onChange={(event) => {
              reset();
              setStartsAt(event.target.value);
            }}
            className="mt-1 h-8 rounded-md border border-edge bg-surface px-2 text-sm text-ink"
          />
        </label>
        <WriteButton type="submit" look="strong" disabled={isSaving}>
          {t("plan")}
        </WriteButton>
        <Button onClick={() => setOpen(false)}>{t("close")}</Button>
      </div>
      <p className="text-xs text-soft">{t("zone", { zone })}</p>
      {problem !== null && <EntryProblemNote problem={problem} onRetry={() => run(startsAt)} />}
    </form>
  );
}
