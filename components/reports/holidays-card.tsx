"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { formatDay } from "../kpi/format";
import { useKnownLocale } from "../shell/shell-context";
import { WriteButton } from "../shell/write-button";
import { Card } from "../ui/card";
import { addHoliday, removeHoliday } from "./fetch-reports";
import { Loaded } from "./loaded";
import { RefusedText } from "./refused-text";
import { useHolidays, useReportChange } from "./use-reports";

const inputLook = "h-8 w-full rounded-md border border-edge bg-surface px-2 text-sm font-normal text-ink";

/** Days on which the institution rests: what is due then goes out, is left out or put off, as each report says. */
export function HolidaysCard() {
  const t = useTranslations("reports.holidays");
  const query = useHolidays();
  return (
    <Card title={t("title")} note={t("text")}>
      <Loaded query={query} title={t("title")} height={120}>
        {({ holidays }) => <Holidays holidays={holidays} />}
      </Loaded>
    </Card>
  );
}

function Holidays({ holidays }: { holidays: readonly { day: string; name: string }[] }) {
  const t = useTranslations("reports.holidays");
  const locale = useKnownLocale();
  const [day, setDay] = useState("");
  const [name, setName] = useState("");
  const add = useReportChange(addHoliday, () => {
    setDay("");
    setName("");
  });
  const remove = useReportChange(removeHoliday);
  const send = (event: FormEvent) => {
    event.preventDefault();
    remove.reset();
    add.mutate({ day, name: name.trim() });
  };
  return (
    <div className="space-y-3">
      {holidays.length === 0 ? (
        <p className="text-sm text-soft">{t("none")}</p>
      ) : (
        <ul aria-label={t("title")} className="max-h-64 overflow-y-auto" tabIndex={0}>
          {holidays.map((holiday) => (
            <li key={holiday.day} className="flex items-center justify-between gap-3 border-t border-line py-1 text-sm first:border-t-0">
              <span>
                <span className="number">{formatDay(holiday.day, locale, true)}</span> · {holiday.name}
              </span>
              <WriteButton
                look="link"
                className="text-sm"
                disabled={remove.isPending}
                aria-label={t("removeDay", { day: formatDay(holiday.day, locale, true), name: holiday.name })}
                onClick={() => {
                  add.reset();
                  remove.mutate(holiday.day);
                }}
              >
                {t("remove")}
              </WriteButton>
            </li>
          ))}
        </ul>
      )}
      <form onSubmit={send} className="flex flex-wrap items-end gap-2">
        <label className="text-sm font-medium">
          {t("day")}
          <input type="date" required value={day} onChange={(event) => setDay(event.target.value)} className={`mt-1 block ${inputLook}`} />
        </label>
        <label className="min-w-40 flex-1 text-sm font-medium">
          {t("name")}
          <input
            required
            maxLength={100}
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.target.value)}
            className={`mt-1 block ${inputLook}`}
          />
        </label>
        <WriteButton type="submit" disabled={add.isPending || day === "" || name.trim() === ""}>
          {t("add")}
        </WriteButton>
      </form>
      <RefusedText error={add.error ?? remove.error} />
    </div>
  );
}
