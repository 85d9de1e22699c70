"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Skeleton } from "../ui/skeleton";
import { BellItem } from "./bell-item";
import { fetchNotifications, markRead } from "./fetch-notifications";
import { useAlertChange } from "./use-alerts";

/** What one was told last, with what can be done about it. */
export function BellList({ close }: { close: () => void }) {
  const t = useTranslations("bell");
  const query = useQuery({ queryKey: ["notifications"], queryFn: fetchNotifications });
  const readAll = useAlertChange(() => markRead(null));
  return (
    <div>
      <div className="mb-2 flex items-center justify-between gap-3">
        <h2 className="font-semibold">{t("title")}</h2>
        {query.data !== undefined && query.data.unread > 0 && (
          <Button look="link" disabled={readAll.isPending} onClick={() => readAll.mutate(undefined)}>
            {t("readAll")}
          </Button>
        )}
      </div>
      {query.data !== undefined ? (
        query.data.notifications.length === 0 ? (
          <EmptyState title={t("none")} text={t("noneHelp")} />
        ) : (
          <ul>
            {query.data.notifications.map((one) => (
              <BellItem key={one.id} notification={one} close={close} />
            ))}
          </ul>
        )
      ) : query.isPending ? (
        <Skeleton height={160} label={t("loading")} />
      ) : (
        <EmptyState alert title={t("failed")} action={<Button onClick={() => void query.refetch()}>{t("retry")}</Button>} />
      )}
      <p className="mt-3 border-t border-line pt-3">
        <Link prefetch={false} href="/alerts" onClick={close} className="text-accent underline-offset-2 hover:underline">
          {t("rules")}
        </Link>
      </p>
    </div>
  );
}
