"use client";

import { Bell as BellIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { lazy, Suspense } from "react";
import { useUnread } from "@/lib/live/client/live-provider";
import { loadAgain } from "@/lib/platform/load-again";
import { Button } from "../ui/button";
import { Popover } from "../ui/popover";
import { Skeleton } from "../ui/skeleton";
import { useRenewTold } from "./renew-told";

const BellList = lazy(() => loadAgain(() => import("./bell-list")).then((module) => ({ default: module.BellList })));
const mostCounted = 99;

/** How much one has not read, as it changes; what it is opens beside it, and is loaded then. */
export function Bell() {
  const t = useTranslations("bell");
  const { count, times } = useUnread();
  const unread = count ?? 0;
  useRenewTold(times);
  const shown = unread > mostCounted ? `${mostCounted}+` : String(unread);
  const trigger = (
    <Button aria-label={t("open", { count: unread, shown })} title={t("title")} data-unread={unread} className="relative">
      <BellIcon className="size-4" aria-hidden="true" />
      {unread > 0 && (
        <span
          aria-hidden="true"
          className="number absolute -right-1.5 -top-1.5 min-w-4.5 rounded-full bg-accent px-1 text-center text-xs font-semibold leading-4.5 text-on-accent"
        >
          {shown}
        </span>
      )}
    </Button>
  );
  return (
    <>
      <Popover label={t("title")} trigger={trigger}>
        {(close) => (
          <Suspense fallback={<Skeleton height={160} label={t("loading")} />}>
            <BellList close={close} />
          </Suspense>
        )}
      </Popover>
      <span role="status" className="sr-only">
        {unread > 0 ? t("open", { count: unread, shown }) : ""}
      </span>
    </>
  );
}
