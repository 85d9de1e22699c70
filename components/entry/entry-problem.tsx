"use client";

import { useTranslations } from "next-intl";
import { Button } from "../ui/button";
import { type EntryProblem, mayPass } from "./send-entry";

/** Why it was not saved, and what to do: nothing that was entered is lost. */
export function EntryProblemNote({ problem, onRetry }: { problem: EntryProblem; onRetry: () => void }) {
  const t = useTranslations();
  return (
    <p role="alert" className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md bg-bad-soft px-3 py-2 text-sm text-ink">
      <span>
        <strong className="font-medium">{t("entry.failed")}</strong> {t(`entry.problem.${problem}`)}
      </span>
      {mayPass(problem) && <Button onClick={onRetry}>{t("entry.retry")}</Button>}
    </p>
  );
}
