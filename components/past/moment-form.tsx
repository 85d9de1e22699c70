"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useId, useState } from "react";
import { useZone } from "../shell/shell-context";
import { Button } from "../ui/button";
import { instantOf, localOf } from "./local-moment";

type Props = { moment: string | null; choose: (moment: string | null) => void };

const hour = 3_600_000;
const back = { yesterday: 24 * hour, week: 7 * 24 * hour } as const;

/** Chooses a moment in the institution's zone; nothing ahead of now. */
export function MomentForm({ moment, choose }: Props) {
  const t = useTranslations("past");
  const zone = useZone();
  const errorId = useId();
  const [local, setLocal] = useState("");
  const [wrong, setWrong] = useState(false);
  useEffect(() => {
    void localOf(moment ?? new Date().toISOString(), zone).then(setLocal);
  }, [moment, zone]);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const instant = await instantOf(local, zone);
    if (instant === null || Date.parse(instant) > Date.now()) setWrong(true);
    else choose(instant);
  };
  const goBack = (milliseconds: number) => choose(new Date(Date.now() - milliseconds).toISOString());
  return (
    <form className="space-y-3" onSubmit={(event) => void submit(event)}>
      <p className="text-soft">{t("help")}</p>
      <label className="block space-y-1">
        <span className="text-soft">{t("momentIn", { zone })}</span>
        <input
          type="datetime-local"
          value={local}
          onChange={(event) => {
            setLocal(event.target.value);
            setWrong(false);
          }}
          aria-invalid={wrong}
          aria-describedby={wrong ? errorId : undefined}
          className="w-full rounded-md border border-edge bg-surface px-2 py-1.5"
        />
      </label>
      {wrong && (
        <p id={errorId} role="alert" className="text-bad">
          {t("notPast")}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit">{t("show")}</Button>
        <Button onClick={() => goBack(back.yesterday)}>{t("yesterday")}</Button>
        <Button onClick={() => goBack(back.week)}>{t("lastWeek")}</Button>
        {moment !== null && <Button onClick={() => choose(null)}>{t("backToNow")}</Button>}
      </div>
    </form>
  );
}
