"use client";

import { useTranslations } from "next-intl";
import { lazy, Suspense, useEffect, useState } from "react";
import type { SessionExpiry } from "@/lib/access/session-expiry-shape";
import { loadAgain } from "@/lib/platform/load-again";
import { VisuallyHidden } from "../ui/visually-hidden";
import { tellOfUse } from "./tell-of-use";
import { useSessionExpiry } from "./use-session-expiry";

// Hardly any page is left alone for so long.
const IdleBanner = lazy(() => loadAgain(() => import("./idle-banner")).then((module) => ({ default: module.IdleBanner })));

/**
 * Says before it happens that the session ends, and keeps it where it can be kept. The server's word alone decides: it
 * may be used in another window.
 */
export function IdleWatch() {
  const t = useTranslations("idle");
  const { near, ask } = useSessionExpiry();
  const [closed, setClosed] = useState<SessionExpiry["by"] | null>(null);
  const [wasNear, setWasNear] = useState(false);
  const by = near?.by ?? null;
  // What was put away for one reason is said again for another.
  useEffect(() => {
    if (by === "idle") setWasNear(true);
    if (by === null) setClosed(null);
  }, [by]);
  const keep = async () => {
    await tellOfUse();
    await ask();
  };
  return (
    <>
      {/* There before it says something, or it would not be heard. */}
      {wasNear && (
        <VisuallyHidden>
          <span role="status">{by === null ? t("kept") : ""}</span>
        </VisuallyHidden>
      )}
      {near !== null && closed !== near.by && (
        <Suspense fallback={null}>
          <IdleBanner expiry={near} onKeep={keep} onClose={() => setClosed(near.by)} />
        </Suspense>
      )}
    </>
  );
}
