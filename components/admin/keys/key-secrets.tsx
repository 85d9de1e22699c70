"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { KeyItem } from "@/lib/access/keys-shape";
import { formatInstant } from "../../kpi/format";
import { useKnownLocale, useZone } from "../../shell/shell-context";
import { WriteButton } from "../../shell/write-button";
import { Badge } from "../../ui/badge";
import { Cell, ColumnHead, HeadRow, Row, RowHead, Table } from "../../ui/table";
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
      <Table label={t("secretsOf", { name: item.name })}>
        <HeadRow>
          <ColumnHead>{t("secret.column")}</ColumnHead>
          <ColumnHead>{t("made")}</ColumnHead>
          <ColumnHead>{t("lastUse")}</ColumnHead>
          <ColumnHead>{t("holds")}</ColumnHead>
        </HeadRow>
        <tbody>
          {item.secrets.map((secret) => (
            <Row key={secret.prefix}>
              <RowHead className="whitespace-nowrap font-mono text-sm">bw_{secret.prefix}_…</RowHead>
              <Cell className="number whitespace-nowrap">
                {t("madeBy", { time: instant(secret.createdAt), who: secret.madeBy ?? t("commandLine") })}
              </Cell>
              <Cell className="number whitespace-nowrap">{secret.lastUsedAt === null ? t("never") : instant(secret.lastUsedAt)}</Cell>
              <Cell className="number whitespace-nowrap">
                {item.state !== "active" ? (
                  t("notAnyMore")
                ) : secret.endsAt === null ? (
                  t("asLong")
                ) : (
                  <span className="inline-flex items-center gap-2">
                    <Badge tone="warn">{t("oldUntil", { time: instant(secret.endsAt) })}</Badge>
                    <WriteButton onClick={() => setAsking(true)}>{t("endOld.open")}</WriteButton>
                  </span>
                )}
              </Cell>
            </Row>
          ))}
        </tbody>
      </Table>
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
