"use client";

import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { KeyList } from "@/lib/access/keys-shape";
import { formatTime } from "../../kpi/format";
import { useZone } from "../../shell/shell-context";
import { WriteButton } from "../../shell/write-button";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { EmptyState } from "../../ui/empty-state";
import { Skeleton } from "../../ui/skeleton";
import { KeyCard } from "./key-card";
import { NewKey } from "./new-key";
import { useKeys } from "./use-keys";

/** The keys of machines: those that hold, and those that did. */
export function KeysPart() {
  const t = useTranslations("keys");
  const zone = useZone();
  const query = useKeys();
  const [making, setMaking] = useState(false);
  const retry = <Button onClick={() => void query.refetch()}>{t("retry")}</Button>;
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <p className="max-w-prose text-soft">{t("text")}</p>
        <WriteButton look="strong" disabled={query.data === undefined} onClick={() => setMaking(true)}>
          <Plus className="size-4" aria-hidden="true" />
          {t("make.open")}
        </WriteButton>
      </div>
      {query.isError && query.data !== undefined && (
        <div role="status" className="flex flex-wrap items-center gap-3 rounded-md bg-warn-soft px-3 py-1.5 text-sm text-warn">
          {t("notRenewed", { time: formatTime(query.dataUpdatedAt, zone) })} {retry}
        </div>
      )}
      {query.data !== undefined ? (
        <Keys list={query.data} />
      ) : query.isPending ? (
        <Skeleton height={320} label={t("loading")} />
      ) : (
        <Card title={t("title")}>
          <EmptyState alert title={t("loadFailed")} text={t("loadFailedHelp")} action={retry} />
        </Card>
      )}
      {making && query.data !== undefined && (
        <NewKey defaultEventsPerSecond={query.data.defaultEventsPerSecond} onClose={() => setMaking(false)} />
      )}
    </div>
  );
}

function Keys({ list: { keys, defaultEventsPerSecond } }: { list: KeyList }) {
  const t = useTranslations("keys");
  const active = keys.filter(({ state }) => state === "active");
  const over = keys.filter(({ state }) => state !== "active");
  const card = (item: KeyList["keys"][number]) => <KeyCard key={item.id} item={item} defaultEventsPerSecond={defaultEventsPerSecond} />;
  return (
    <>
      {active.length === 0 ? (
        <Card title={t("title")}>
          <EmptyState title={t("none")} text={t("noneHelp")} />
        </Card>
      ) : (
        active.map(card)
      )}
      {over.length > 0 && (
        <details>
          <summary className="cursor-pointer text-accent">{t("over", { count: over.length })}</summary>
          <div className="mt-4 space-y-4">{over.map(card)}</div>
        </details>
      )}
    </>
  );
}
