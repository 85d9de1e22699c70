"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { type LookReason, lookReasons } from "@/lib/access/look-reason-list";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { sendReason } from "./send-reason";

type Choice = LookReason | "";
const longestNote = 500;

/** Before the record of somebody whom one neither teaches nor advises: why, recorded with the look. */
export function ReasonForm({ student }: { student: string }) {
  const t = useTranslations("lookReason");
  const router = useRouter();
  const [reason, setReason] = useState<Choice>("");
  const [note, setNote] = useState("");
  const [state, setState] = useState<"open" | "sending" | "failed">("open");
  const send = async () => {
    setState("sending");
    if (await sendReason(student, { reason, note })) router.refresh();
    else setState("failed");
  };
  return (
    <Card title={t("title")} note={t("text")}>
      <form
        aria-label={t("title")}
        className="max-w-xl space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <fieldset className="space-y-1">
          <legend className="mb-1 text-sm font-medium">{t("reason")}</legend>
          {lookReasons.map((one) => (
            <label key={one} className="flex min-h-8 cursor-pointer items-center gap-2">
              <input type="radio" name="reason" value={one} required checked={reason === one} onChange={() => setReason(one)} />
              {t(`because.${one}`)}
            </label>
          ))}
        </fieldset>
        <label className="block text-sm">
          <span className="font-medium">{t(reason === "other" ? "noteNeeded" : "note")}</span>
          <textarea
            rows={2}
            maxLength={longestNote}
            required={reason === "other"}
            value={note}
            onChange={(event) => setNote(event.target.value)}
            className="mt-1 block w-full rounded-md border border-edge bg-surface px-2 py-1.5 text-base text-ink"
          />
        </label>
        {state === "failed" && (
          <p role="alert" className="rounded-md bg-bad-soft px-3 py-2 text-sm text-ink">
            {t("failed")}
          </p>
        )}
        <Button type="submit" look="strong" disabled={state === "sending"}>
          {t("open")}
        </Button>
      </form>
    </Card>
  );
}
