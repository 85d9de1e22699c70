"use client";

import { useTranslations } from "next-intl";
import { AlertProblem } from "./ask";

/** Why it was not done, in words that say what to do; nothing where nothing went wrong. */
export function ProblemNote({ error }: { error: Error | null }) {
  const t = useTranslations("alerts.problem");
  if (error === null) return null;
  return (
    <p role="alert" className="mt-2 rounded-md bg-warn-soft p-3 text-sm text-warn">
      {t(reasonOf(error))}
    </p>
  );
}

export const problemReasons = ["place", "source", "stale", "most", "private", "https", "url", "failed"] as const;

function reasonOf(error: Error): (typeof problemReasons)[number] {
  if (!(error instanceof AlertProblem)) return "failed";
  const { code, rule } = error;
  if (code === "not-found") return "place";
  if (rule === "unknown-source") return "source";
  if (rule === "stale" || rule === "most" || rule === "private" || rule === "https") return rule;
  return error.field === "url" ? "url" : "failed";
}
