"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { holidayRules, missedRules } from "@/lib/reports/manage/schedule-shapes";
import type { Timing } from "@/lib/reports/timing-shape";
import { Choice } from "./choice";
import { controlLook, Labelled } from "./labelled";

type Props = { value: Timing; onChange: (timing: Timing) => void };

/** In which zone, from when until when, and what becomes of holidays, vacations and times in which nothing ran. */
export function TimingFields({ value, onChange }: Props) {
  const t = useTranslations("reports.editor");
  const zones = useId();
  return (
    <fieldset className="grid min-w-0 gap-x-6 gap-y-4 sm:grid-cols-2">
      <legend className="mb-2 font-semibold">{t("timing")}</legend>
      <Labelled label={t("zone")} field="timing.zone" help={t("zoneHelp")}>
        {(ids) => (
          <>
            <input
              list={zones}
              required
              maxLength={60}
              autoComplete="off"
              spellCheck={false}
              value={value.zone}
              onChange={(event) => onChange({ ...value, zone: event.target.value })}
              className={controlLook}
              {...ids}
            />
            <datalist id={zones}>
              {Intl.supportedValuesOf("timeZone").map((zone) => (
                <option key={zone} value={zone} />
              ))}
            </datalist>
          </>
        )}
      </Labelled>
      <Choice
        label={t("holidays")}
        value={value.holidays}
        options={holidayRules.map((one) => ({ value: one, label: t(`onHoliday.${one}`) }))}
        onChange={(holidays) => onChange({ ...value, holidays })}
      />
      <Labelled label={t("startsOn")} field="timing.startsOn">
        {(ids) => (
          <input
            type="date"
            required
            value={value.startsOn}
            onChange={(event) => onChange({ ...value, startsOn: event.target.value })}
            className={controlLook}
            {...ids}
          />
        )}
      </Labelled>
      <Labelled label={t("endsOn")} field="timing.endsOn" help={t("endsOnHelp")}>
        {(ids) => (
          <input
            type="date"
            value={value.endsOn ?? ""}
            onChange={(event) => onChange({ ...value, endsOn: event.target.value === "" ? null : event.target.value })}
            className={controlLook}
            {...ids}
          />
        )}
      </Labelled>
      <Choice
        label={t("missed")}
        help={t("missedHelp")}
        value={value.missed}
        options={missedRules.map((one) => ({ value: one, label: t(`onMissed.${one}`) }))}
        onChange={(missed) => onChange({ ...value, missed })}
      />
      <label className="flex cursor-pointer items-center gap-2 self-center text-sm">
        <input
          type="checkbox"
          className="size-4 accent-(--accent)"
          checked={value.inTermOnly}
          onChange={(event) => onChange({ ...value, inTermOnly: event.target.checked })}
        />
        {t("inTermOnly")}
      </label>
    </fieldset>
  );
}
