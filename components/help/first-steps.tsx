"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import type { Role } from "@/lib/access/roles";
import { keep, useKept } from "../shell/kept";
import { Button } from "../ui/button";

/** Kept by role: who tries another role of the demo has not seen that one's help. */
const stepsKept = (role: Role): string => `bellwether.first-steps.${role}`;
const seen = "seen";

export const forgetSteps = (role: Role): void => keep(stepsKept(role), null);

/** What each step points at: the first card, the line of filters, the way to everywhere. */
const targets = ["main section:not([data-filters])", "[data-filters]", "[data-search]"] as const;
const texts = ["first", "filters", "search"] as const;

/** Three short steps on somebody's first visit, each pointing at a thing. They wait for nobody and never come again. */
export function FirstSteps({ role }: { role: Role }) {
  const t = useTranslations("steps");
  const kept = useKept(stepsKept(role));
  const [step, setStep] = useState(0);
  const shown = kept === null;
  usePointer(shown ? (targets[step] ?? null) : null);
  if (!shown) return null;
  const text = texts[step] ?? "first";
  const done = () => {
    keep(stepsKept(role), seen);
    setStep(0);
  };
  return (
    <section
      aria-label={t("title")}
      className="fixed inset-x-3 bottom-3 z-30 rounded-lg border border-accent bg-surface p-4 shadow-pop sm:left-auto sm:w-96"
      data-first-steps
    >
      <h2 className="text-xs text-soft">
        {t("title")} · {t("count", { step: step + 1, steps: targets.length })}
      </h2>
      <p className="mt-1" aria-live="polite">
        {text === "first" ? t(`first.${role}`) : t(text)}
      </p>
      <div className="mt-3 flex gap-2">
        {step < targets.length - 1 ? (
          <Button look="strong" onClick={() => setStep(step + 1)}>
            {t("next")}
          </Button>
        ) : (
          <Button look="strong" onClick={done}>
            {t("done")}
          </Button>
        )}
        {step > 0 && <Button onClick={() => setStep(step - 1)}>{t("back")}</Button>}
        {step < targets.length - 1 && (
          <Button look="link" className="ml-auto text-sm" onClick={done}>
            {t("skip")}
          </Button>
        )}
      </div>
    </section>
  );
}

/** Marks what a step points at, as soon as it is there, for as long as the step is shown. */
function usePointer(selector: string | null): void {
  useEffect(() => {
    if (selector === null) return;
    let marked: Element | null = null;
    const mark = () => {
      const found = [...document.querySelectorAll(selector)].find((one) => one.getClientRects().length > 0) ?? null;
      if (found === null || found === marked) return;
      marked?.removeAttribute("data-pointed");
      marked = found;
      found.setAttribute("data-pointed", "");
    };
    mark();
    const observer = new MutationObserver(mark);
    observer.observe(document.body, { childList: true, subtree: true });
    return () => {
      observer.disconnect();
      marked?.removeAttribute("data-pointed");
    };
  }, [selector]);
}
