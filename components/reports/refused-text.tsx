"use client";

import { useTranslations } from "next-intl";
import { ReportProblem } from "./fetch-reports";
import { refusalsTold } from "./refusals-told";

/** Why it was not done, in words; `marked`: the field says what is wrong with it. */
export function RefusedText({ error, marked = false }: { error: Error | null; marked?: boolean }) {
  const t = useTranslations("reports.refused");
  if (error === null) return null;
  const refusal = error instanceof ReportProblem ? error.refusal : null;
  const rule = refusalsTold.find((one) => one === refusal?.rule);
  const text = rule !== undefined ? t(rule) : marked ? t("marked") : refusal?.code === "not-found" ? t("gone") : t("failed");
  return (
    <p role="alert" className="rounded-md bg-warn-soft p-3 text-sm text-warn">
      {text}
    </p>
  );
}
