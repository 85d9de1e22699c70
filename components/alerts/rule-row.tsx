"use client";

import { useTranslations } from "next-intl";
import type { RuleItem } from "@/lib/alerts/manage/rules-shape";
import { placeInWords } from "@/lib/alerts/words/notice-in-words";
import { reasonInWords } from "@/lib/alerts/words/rule-in-words";
import { formatInstant } from "../kpi/format";
import { useKnownLocale, useZone } from "../shell/shell-context";
import { Button } from "../ui/button";
import { changeStanding } from "./fetch-alerts";
import { ProblemNote } from "./problem-note";
import { RemoveRule } from "./remove-rule";
import { StateBadge } from "./state-badge";
import { useAlertChange } from "./use-alerts";

const day = 24 * 60;

/** One rule: what it is, how it stands, and what can be done about it. */
export function RuleRow({ rule, onChange }: { rule: RuleItem; onChange: () => void }) {
  const t = useTranslations("alerts");
  const locale = useKnownLocale();
  const zone = useZone();
  const change = useAlertChange((wanted: Parameters<typeof changeStanding>[1]) => changeStanding(rule.id, wanted));
  const busy = change.isPending;
  const muted = rule.mutedUntil !== null && Date.parse(rule.mutedUntil) > Date.now();
  const at = (instant: string) => formatInstant(instant, locale, zone);
  const action = (verb: string) => t("actionOf", { name: rule.name, verb });
  return (
    <div>
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <h3 className="font-medium">{rule.name}</h3>
        <StateBadge rule={rule} />
      </div>
      <p>{reasonInWords(rule.watch, locale)}</p>
      <p className="text-sm text-soft">{placeInWords(rule, locale)}</p>
      <p className="text-sm text-soft">
        {rule.lastFiredAt === null ? t("neverFired") : t("lastFired", { time: at(rule.lastFiredAt) })}
        {muted && rule.mutedUntil !== null && ` · ${t("mutedUntil", { time: at(rule.mutedUntil) })}`}
      </p>
      {rule.held !== null && <p className="text-sm text-warn">{t(`held.${rule.held.because}`)}</p>}
      <div className="mt-2 flex flex-wrap gap-2">
        {rule.state === "firing" && (
          <Button look="strong" disabled={busy} aria-label={action(t("acknowledge"))} onClick={() => change.mutate({ do: "acknowledge" })}>
            {t("acknowledge")}
          </Button>
        )}
        <Button disabled={busy} aria-label={action(t("change"))} onClick={onChange}>
          {t("change")}
        </Button>
        <Button
          disabled={busy}
          aria-label={action(muted ? t("unmute") : t("mute"))}
          onClick={() => change.mutate({ do: "mute", minutes: muted ? 0 : day })}
        >
          {muted ? t("unmute") : t("mute")}
        </Button>
        <Button
          disabled={busy}
          aria-label={action(rule.pausedAt === null ? t("pause") : t("resume"))}
          onClick={() => change.mutate({ do: rule.pausedAt === null ? "pause" : "resume" })}
        >
          {rule.pausedAt === null ? t("pause") : t("resume")}
        </Button>
        <RemoveRule id={rule.id} name={rule.name} busy={busy} />
      </div>
      <ProblemNote error={change.error} />
    </div>
  );
}
