"use client";

import { useTranslations } from "next-intl";
import { FieldProblemText, useFieldProblem } from "./field-problem";

/** Whether a copy of each goes into the institution's store, too. */
export function StoreField({ value, onChange }: { value: boolean; onChange: (store: boolean) => void }) {
  const t = useTranslations("reports.editor");
  const problem = useFieldProblem("delivery.store");
  return (
    <div>
      <label className="flex cursor-pointer items-center gap-2 text-sm">
        <input
          type="checkbox"
          className="size-4 accent-(--accent)"
          checked={value}
          onChange={(event) => onChange(event.target.checked)}
          {...problem}
        />
        {t("store")}
      </label>
      <FieldProblemText field="delivery.store" />
    </div>
  );
}
