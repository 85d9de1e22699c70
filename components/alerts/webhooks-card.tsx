"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { WebhookItem } from "@/lib/alerts/webhooks/webhooks-shape";
import { CopyField } from "../admin/keys/copy-field";
import { formatInstant } from "../kpi/format";
import { useKnownLocale, useZone } from "../shell/shell-context";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { Field } from "../ui/field";
import { Skeleton } from "../ui/skeleton";
import { enableWebhook, makeWebhook, removeWebhook } from "./fetch-alerts";
import { ProblemNote } from "./problem-note";
import { useAlertChange, useWebhooks } from "./use-alerts";

/** Addresses that firings are posted to, for who may send out of the house. */
export function WebhooksCard() {
  const t = useTranslations("alerts.webhooks");
  const query = useWebhooks(true);
  return (
    <Card title={t("title")} note={t("text")}>
      {query.data === undefined ? (
        query.isPending ? (
          <Skeleton height={120} label={t("loading")} />
        ) : (
          <EmptyState alert title={t("failed")} action={<Button onClick={() => void query.refetch()}>{t("retry")}</Button>} />
        )
      ) : (
        <ul>
          {query.data.map((webhook) => (
            <WebhookRow key={webhook.id} webhook={webhook} />
          ))}
        </ul>
      )}
      <NewWebhook />
    </Card>
  );
}

function WebhookRow({ webhook }: { webhook: WebhookItem }) {
  const t = useTranslations("alerts.webhooks");
  const locale = useKnownLocale();
  const zone = useZone();
  const { id, name, url, disabledAt, failingSince, lastAnswer } = webhook;
  const enable = useAlertChange((enabled: boolean) => enableWebhook(id, enabled));
  const remove = useAlertChange(() => removeWebhook(id));
  const busy = enable.isPending || remove.isPending;
  const action = (verb: string) => t("actionOf", { name, verb });
  return (
    <li className="border-b border-line py-2">
      <p className="flex flex-wrap items-center gap-2">
        <span className="font-medium">{name}</span>
        {disabledAt !== null && <Badge tone="bad">{t("disabled")}</Badge>}
      </p>
      <p className="break-all text-sm text-soft">{url}</p>
      {failingSince !== null && (
        <p className="text-sm text-warn">{t("failing", { time: formatInstant(failingSince, locale, zone), answer: lastAnswer ?? "–" })}</p>
      )}
      <div className="mt-1 flex flex-wrap gap-2">
        <Button
          disabled={busy}
          aria-label={action(disabledAt === null ? t("disable") : t("enable"))}
          onClick={() => enable.mutate(disabledAt !== null)}
        >
          {disabledAt === null ? t("disable") : t("enable")}
        </Button>
        <Button disabled={busy} aria-label={action(t("remove"))} onClick={() => remove.mutate(undefined)}>
          {t("remove")}
        </Button>
      </div>
      <ProblemNote error={enable.error ?? remove.error} />
    </li>
  );
}

function NewWebhook() {
  const t = useTranslations("alerts.webhooks");
  const [name, setName] = useState("");
  const [url, setUrl] = useState("");
  const make = useAlertChange(makeWebhook, () => {
    setName("");
    setUrl("");
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    make.mutate({ name, url });
  };
  if (make.data !== undefined)
    return (
      <div className="mt-3 space-y-3">
        <p role="status" className="rounded-md bg-warn-soft p-3 text-sm text-warn">
          {t("once")}
        </p>
        <CopyField label={t("secret")} text={make.data.secret} lines={2} />
        <Button look="strong" onClick={() => make.reset()}>
          {t("kept")}
        </Button>
      </div>
    );
  return (
    <form onSubmit={send} className="mt-3 space-y-3" aria-label={t("new")}>
      <Field label={t("name")} value={name} onChange={(event) => setName(event.target.value)} maxLength={100} required autoComplete="off" />
      <Field
        label={t("url")}
        type="url"
        value={url}
        onChange={(event) => setUrl(event.target.value)}
        maxLength={2_000}
        required
        autoComplete="off"
        placeholder="https://"
      />
      <ProblemNote error={make.error} />
      <Button type="submit" disabled={make.isPending}>
        {t("make")}
      </Button>
    </form>
  );
}
