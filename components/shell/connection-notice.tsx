"use client";

import { useTranslations } from "next-intl";
import { useLive } from "@/lib/live/client/live-provider";
import { formatTime } from "../kpi/format";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { useZone } from "./shell-context";
import { useGlyphsAhead } from "./use-glyphs-ahead";

/** The connection is gone: the last values are kept, and since when. At the foot, so that nothing moves. */
export function ConnectionNotice() {
  const t = useTranslations("shell");
  const zone = useZone();
  const { state, since, socket } = useLive();
  useGlyphsAhead([t("disconnected"), t("lost", { time: "" }), t("reconnect")].join(""));
  if (state !== "disconnected") return null;
  return (
    <div className="fixed inset-x-0 bottom-0 z-20">
      <Notice tone="bad" role="status">
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          {t("lost", { time: formatTime(since, zone) })}
          <Button onClick={() => socket?.connect()}>{t("reconnect")}</Button>
        </span>
      </Notice>
    </div>
  );
}
