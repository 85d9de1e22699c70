"use client";

import { useMutation } from "@tanstack/react-query";
import { Eye } from "lucide-react";
import { useTranslations } from "next-intl";
import { formatTime } from "../kpi/format";
import { useShell, useZone, type Viewing } from "../shell/shell-context";
import { endView } from "./fetch-view-as";

/** As whom the page is seen, and the way out. */
export function Banner({ viewing: { name, roles, since, until } }: { viewing: Viewing }) {
  const t = useTranslations("viewAs");
  const zone = useZone();
  const { scope } = useShell();
  const end = useMutation({ mutationFn: endView, retry: 1, onSuccess: () => window.location.reload() });
  return (
    <aside
      aria-label={t("title")}
      className="sticky top-0 z-30 flex h-(--view-banner) items-center justify-center border-b-2 border-ink bg-accent text-on-accent"
      data-view-banner
    >
      <div className="flex w-full max-w-page items-center gap-3 px-4">
        <Eye className="size-5 shrink-0" aria-hidden="true" />
        <div className="min-w-0 grow leading-tight">
          <p className="truncate font-semibold">{name === null ? t("role", { role: roles, scope }) : t("person", { name, role: roles })}</p>
          <p className="truncate text-xs" role="status">
            {end.isError ? t("notEnded") : t("times", { since: formatTime(since, zone), until: formatTime(until, zone) })}
          </p>
        </div>
        <button
          type="button"
          disabled={end.isPending}
          onClick={() => end.mutate()}
          className="h-8 shrink-0 cursor-pointer rounded-md border border-on-accent bg-on-accent px-3 text-sm font-semibold text-accent hover:opacity-90 disabled:cursor-default disabled:opacity-60"
        >
          {t("end")}
        </button>
      </div>
    </aside>
  );
}
