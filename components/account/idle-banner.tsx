"use client";

import { useTranslations } from "next-intl";
import { useEffect, useId, useRef, useState } from "react";
import type { SessionExpiry } from "@/lib/access/session-expiry-shape";
import { Button } from "../ui/button";

const minute = 60_000;

type Props = { expiry: SessionExpiry; onKeep: () => Promise<void>; onClose: () => void };

/**
 * At the foot, so that nothing moves. Nobody has done anything for long, so that taking the focus takes it from nobody; it
 * goes back to where it was. Any key or click keeps the session as the button does.
 */
export function IdleBanner({ expiry: { by, inMs }, onKeep, onClose }: Props) {
  const t = useTranslations("idle");
  const [busy, setBusy] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const [title, text] = [useId(), useId()];
  useEffect(() => {
    const before = document.activeElement;
    const own = button.current;
    own?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && (document.activeElement === own || document.activeElement === document.body))
        before.focus({ preventScroll: true });
    };
  }, []);
  const minutes = Math.ceil(inMs / minute);
  const keep = async () => {
    setBusy(true);
    await onKeep();
    setBusy(false);
  };
  return (
    <div
      role="alertdialog"
      aria-labelledby={title}
      aria-describedby={text}
      className="fixed inset-x-3 bottom-3 z-30 mx-auto max-w-xl rounded-lg border border-line bg-surface p-4 text-ink shadow-pop"
    >
      <p id={title} className="font-semibold">
        {t(by === "idle" ? "title" : "titleLast")}
      </p>
      <p id={text} aria-live="polite" className="number mt-1 text-sm text-soft">
        {t(by === "idle" ? "text" : "textLast", { minutes })}
      </p>
      <div className="mt-3 flex flex-wrap gap-2">
        {by === "idle" ? (
          <Button ref={button} look="strong" aria-disabled={busy} onClick={() => void keep()}>
            {t("keep")}
          </Button>
        ) : (
          <Button ref={button} onClick={onClose}>
            {t("close")}
          </Button>
        )}
      </div>
    </div>
  );
}
