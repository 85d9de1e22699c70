"use client";

import { useTranslations } from "next-intl";
import type { Channels } from "@/lib/alerts/rules/rule-shape";
import { useWebhooks } from "./use-alerts";

type Props = { channels: Channels; sendsOut: boolean; onChange: (channels: Channels) => void };

/** By which ways, beside the bell. */
export function ChannelsPart({ channels, sendsOut, onChange }: Props) {
  const t = useTranslations("alerts.form");
  const webhooks = useWebhooks(sendsOut).data ?? [];
  const box = (id: string, label: string, checked: boolean, set: (checked: boolean) => void) => (
    <label key={id} className="flex cursor-pointer items-center gap-2">
      <input type="checkbox" className="size-4 accent-(--accent)" checked={checked} onChange={(event) => set(event.target.checked)} />
      {label}
    </label>
  );
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">{t("channels")}</legend>
      <div className="space-y-1">
        {box("email", t("email"), channels.email, (email) => onChange({ ...channels, email }))}
        {webhooks.map(({ id, name }) =>
          box(id, t("webhook", { name }), channels.webhooks.includes(id), (checked) =>
            onChange({ ...channels, webhooks: checked ? [...channels.webhooks, id] : channels.webhooks.filter((one) => one !== id) }),
          ),
        )}
      </div>
    </fieldset>
  );
}
