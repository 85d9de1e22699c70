"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import type { KeyItem } from "@/lib/access/keys-shape";
import { formatInstant } from "../../kpi/format";
import { useKnownLocale, useZone } from "../../shell/shell-context";
import { WriteButton } from "../../shell/write-button";
import { Badge } from "../../ui/badge";
import { ConfirmDialog } from "./confirm-dialog";
import { endOldSecret } from "./fetch-keys";
import { useKeyChange } from "./use-keys";

/** The secrets of a key by what may be seen of them: who made each, and whether it is still used. */
export function KeySecrets({ item }: { item: KeyItem }) {
  const t = useTranslations("keys");
  const locale = useKnownLocale();
  const zone = useZone();
  const [asking, setAsking] = useState(false);
  const end = useKeyChange(
    () => endOldSecret(item.id),
    () => setAsking(false),
  );
  const instant = (at: string) => formatInstant(at, locale, zone);
  const old = item.secrets.find(({ endsAt }) => endsAt !== null) ?? null;
  return (
    <>
      <ul aria-label={t("secretsOf", { name: item.name })} className="divide-y divide-line border-y border-line">
        {item.secrets.map((secret) => (
          <li key={secret.prefix} className="grid items-center gap-x-6 gap-y-1 py-2 sm:grid-cols-2 lg:grid-cols-[12rem_1fr_1.4fr_1.4fr]">
            <code className="text-sm">bw_{secret.prefix}_…</code>
            <Told name={t("lastUse")}>{secret.lastUsedAt === null ? t("never") : instant(secret.lastUsedAt)}</Told>
            <Told name={t("holds")}>
              {item.state !== "active" ? (
                t("notAnyMore")
              ) : secret.endsAt === null ? (
                t("asLong")
              ) : (
                <span className="inline-flex flex-wrap items-center gap-2">
                  <Badge tone="warn">{t("oldUntil", { time: instant(secret.endsAt) })}</Badge>
                  <WriteButton onClick={() => setAsking(true)}>{t("endOld.open")}</WriteButton>
                </span>
              )}
            </Told>
            <Told name={t("made")}>{t("madeBy", { time: instant(secret.createdAt), who: secret.madeBy ?? t("commandLine") })}</Told>
          </li>
        ))}
      </ul>
      {asking && old !== null && (
        <ConfirmDialog
          title={t("endOld.title")}
          text={
            old.lastUsedAt === null
              ? t("endOld.unused", { prefix: old.prefix })
              : t("endOld.used", { prefix: old.prefix, time: instant(old.lastUsedAt) })
          }
          submit={t("endOld.submit")}
          busy={end.isPending}
          error={end.error}
          onConfirm={() => end.mutate(undefined)}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

function Told({ name, children }: { name: string; children: ReactNode }) {
  return (
    <span className="number">
      <span className="mr-1.5 text-sm text-soft">{name}</span>
      {children}
    </span>
  );
}
