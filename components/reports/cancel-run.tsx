"use client";

import { useTranslations } from "next-intl";
import type { ShownRun } from "@/lib/reports/manage/run-shapes";
import { WriteButton } from "../shell/write-button";
import { cancelRun } from "./fetch-reports";
import { RefusedText } from "./refused-text";
import { useReportChange } from "./use-reports";

/** Nobody more is sent it; who was, was. */
export function CancelRun({ run: { id, cancelAsked } }: { run: ShownRun }) {
  const t = useTranslations("reports.run");
  const cancel = useReportChange(() => cancelRun(id));
  return (
    <div className="space-y-2">
      {cancelAsked ? (
        <p role="status" className="text-sm text-soft">
          {t("cancelling")}
        </p>
      ) : (
        <WriteButton disabled={cancel.isPending} onClick={() => cancel.mutate(undefined)}>
          {t("cancel")}
        </WriteButton>
      )}
      <RefusedText error={cancel.error} />
    </div>
  );
}
