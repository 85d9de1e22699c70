"use client";

import { useTranslations } from "next-intl";
import { formatInstant } from "../kpi/format";
import { useKnownLocale, useZone } from "../shell/shell-context";
import { Button } from "../ui/button";
import { Popover } from "../ui/popover";
import { elapsed } from "./elapsed";
import type { RollChange } from "./fetch-section";

/** How a mark came about: what it was before, who made it what it is, and how long after the meeting began. */
export function RollChanges({ changes, startsAt }: { changes: readonly RollChange[]; startsAt: string }) {
  const t = useTranslations();
  const locale = useKnownLocale();
  const zone = useZone();
  const last = changes.at(-1);
  if (last === undefined || changes.length < 2) return null;
  const by = last.by ?? t("rolls.otherSystem");
  const steps = changes.map((change) => t(`status.${change.status}`)).join(" → ");
  const after = last.at === null ? null : elapsed(startsAt, last.at);
  return (
    <Popover
      label={t("rolls.history")}
      trigger={
        <Button look="link" className="text-left text-xs font-normal">
          {after === null
            ? t("rolls.correctedBy", { steps, by })
            : t("rolls.corrected", { steps, by, count: after.count, unit: after.unit })}
        </Button>
      }
    >
      <h3 className="mb-2 font-semibold">{t("rolls.history")}</h3>
      <ol className="space-y-1">
        {changes.map((change, index) => (
          <li key={`${index} ${change.status}`} className="grid grid-cols-[5rem_1fr] gap-x-3">
            <span className="font-medium">{t(`status.${change.status}`)}</span>
            <span className="text-soft">
              {[change.by ?? t("rolls.otherSystem"), change.at === null ? null : formatInstant(change.at, locale, zone)]
                .filter((part) => part !== null)
                .join(" · ")}
            </span>
          </li>
        ))}
      </ol>
    </Popover>
  );
}
