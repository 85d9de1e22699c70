"use client";

import { useTranslations } from "next-intl";
import { formatCount, formatDay, formatTime } from "../kpi/format";
import { useKnownLocale, useZone } from "../shell/shell-context";
import { Select } from "../ui/select";
import type { MeetingRow } from "./fetch-section";

type Props = { meetings: readonly MeetingRow[]; chosen: string; today: string; onChoose: (meeting: string) => void };

/** Which meeting's roll is shown; the latest come first. */
export function MeetingChooser({ meetings, chosen, today, onChoose }: Props) {
  const t = useTranslations();
  const locale = useKnownLocale();
  const zone = useZone();
  const options = meetings.toReversed().map(({ id, startsAt, day, status, hasRoll, rolls }) => {
    const roll = rolls === null ? t("rolls.taken") : t("rolls.marks", { count: formatCount(rolls, locale) });
    const state = status === "held" && hasRoll ? roll : t(`meeting.${status}`);
    const when =
      day === today ? t("rolls.todayAt", { time: formatTime(startsAt, zone) }) : `${formatDay(day, locale)} ${formatTime(startsAt, zone)}`;
    return { value: id, label: `${when} · ${state}` };
  });
  return <Select label={t("rolls.meeting")} options={options} value={chosen} onChange={(event) => onChoose(event.target.value)} />;
}
