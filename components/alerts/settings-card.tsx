"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { NoticeSettings } from "@/lib/alerts/notices/timing-shape";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Select } from "../ui/select";
import { Skeleton } from "../ui/skeleton";
import { saveSettings } from "./fetch-alerts";
import { ProblemNote } from "./problem-note";
import { useAlertChange, useRules } from "./use-alerts";

/** How one is told by mail: language, quiet hours, digest. */
export function SettingsCard() {
  const t = useTranslations("alerts.settings");
  const known = useRules().data?.settings;
  return (
    <Card title={t("title")} note={t("text")}>
      {known === undefined ? <Skeleton height={200} label={t("loading")} /> : <SettingsForm known={known} />}
    </Card>
  );
}

const digests = ["none", "hour", "day"] as const;
const zones = (own: string): string[] => [
  ...new Set([own, Intl.DateTimeFormat().resolvedOptions().timeZone, ...Intl.supportedValuesOf("timeZone")]),
];

function SettingsForm({ known }: { known: NoticeSettings }) {
  const t = useTranslations("alerts.settings");
  const [settings, setSettings] = useState(known);
  const save = useAlertChange(saveSettings);
  const { timing } = settings;
  const time = (some: Partial<NoticeSettings["timing"]>) => setSettings({ ...settings, timing: { ...timing, ...some } });
  const send = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(settings);
  };
  const clock = (label: string, value: string, set: (value: string) => void) => (
    <input
      type="time"
      aria-label={label}
      required
      value={value}
      onChange={(event) => set(event.target.value)}
      className="number h-8 rounded-md border border-edge bg-surface px-2 text-sm"
    />
  );
  const { quiet, digest } = timing;
  return (
    <form onSubmit={send} className="space-y-3" aria-label={t("title")}>
      <div className="flex flex-wrap items-center gap-2">
        <span className="text-sm font-medium">{t("language")}</span>
        <Select
          label={t("language")}
          value={settings.locale}
          options={[
            { value: "en", label: "English" },
            { value: "ko", label: "한국어" },
          ]}
          onChange={(event) => setSettings({ ...settings, locale: event.target.value === "ko" ? "ko" : "en" })}
        />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <span className="text-sm font-medium">{t("zone")}</span>
        <Select
          label={t("zone")}
          value={timing.zone}
          options={zones(timing.zone).map((zone) => ({ value: zone, label: zone }))}
          onChange={(event) => time({ zone: event.target.value })}
        />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <label className="flex cursor-pointer items-center gap-2 text-sm font-medium">
          <input
            type="checkbox"
            className="size-4 accent-(--accent)"
            checked={quiet !== null}
            onChange={(event) => time({ quiet: event.target.checked ? { from: "22:00", to: "07:00" } : null })}
          />
          {t("quiet")}
        </label>
        {quiet !== null && (
          <span className="flex items-center gap-2">
            {clock(t("quietFrom"), quiet.from, (from) => time({ quiet: { ...quiet, from } }))}
            <span aria-hidden="true">–</span>
            {clock(t("quietTo"), quiet.to, (to) => time({ quiet: { ...quiet, to } }))}
          </span>
        )}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <span className="text-sm font-medium">{t("digest")}</span>
        <Select
          label={t("digest")}
          value={digest.every}
          options={digests.map((value) => ({ value, label: t(`every.${value}`) }))}
          onChange={(event) => {
            const every = digests.find((one) => one === event.target.value) ?? "none";
            time({ digest: every === "day" ? { every, at: "08:00" } : { every } });
          }}
        />
        {digest.every === "day" && clock(t("digestAt"), digest.at, (at) => time({ digest: { every: "day", at } }))}
      </div>
      <ProblemNote error={save.error} />
      <div className="flex items-center gap-3">
        <Button type="submit" disabled={save.isPending}>
          {t("save")}
        </Button>
        <span role="status" className="text-sm text-soft">
          {save.isSuccess ? t("saved") : ""}
        </span>
      </div>
    </form>
  );
}
