"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { EntryProblemNote } from "../entry/entry-problem";
import { sendEntry } from "../entry/send-entry";
import { useEntry } from "../entry/use-entry";
import { WriteButton } from "../shell/write-button";
import { Button } from "../ui/button";
import { Select } from "../ui/select";
import { channels } from "./channel-name";

const longestNote = 4_000;
type Noted = { channel: string; note: string };

type Props = {
  student: string /** Whom it is about, for the form's name. */;
  name: string;
  onSaved: () => void;
  onClose: (() => void) | null;
};

/** A note of a contact: how, and what was said. */
export function ContactForm({ student, name, onSaved, onClose }: Props) {
  const t = useTranslations();
  const [value, setValue] = useState<Noted>({ channel: "call", note: "" });
  const { run, isSaving, problem } = useEntry(
    (entry, noted: Noted) => sendEntry("POST", `/api/internal/students/${student}/contacts`, { entry, ...noted }),
    () => {
      setValue({ channel: "call", note: "" });
      onSaved();
    },
  );
  return (
    <form
      aria-label={t("contact.form", { name })}
      className="space-y-2 rounded-md bg-sunken p-3"
      onSubmit={(event) => {
        event.preventDefault();
        run(value);
      }}
    >
      <Select
        label={t("contact.channel")}
        value={value.channel}
        options={channels.map((channel) => ({ value: channel, label: t(`contact.by.${channel}`) }))}
        onChange={(event) => setValue({ ...value, channel: event.target.value })}
      />
      <label className="block text-sm">
        <span className="font-medium">{t("contact.note")}</span>
        <textarea
          rows={3}
          maxLength={longestNote}
          value={value.note}
          onChange={(event) => setValue({ ...value, note: event.target.value })}
          className="mt-1 block w-full rounded-md border border-edge bg-surface px-2 py-1.5 text-base text-ink"
        />
      </label>
      <p className="text-xs text-soft">{t("contact.readers")}</p>
      {problem !== null && <EntryProblemNote problem={problem} onRetry={() => run(value)} />}
      <div className="flex gap-2">
        <WriteButton type="submit" look="strong" disabled={isSaving}>
          {t("contact.save")}
        </WriteButton>
        {onClose !== null && <Button onClick={onClose}>{t("contact.close")}</Button>}
      </div>
    </form>
  );
}
