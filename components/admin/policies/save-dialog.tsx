"use client";

import { useTranslations } from "next-intl";
import type { PolicyChange } from "@/lib/policies/diff-policies";
import { formatDay } from "../../kpi/format";
import { useKnownLocale } from "../../shell/shell-context";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { ChangesInWords } from "./changes-in-words";
import { type DraftSent, savePolicy } from "./fetch-policies";
import type { Names } from "./policy-words";
import { ProblemText } from "./problem-text";
import { usePolicyChange } from "./use-policies";

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  version: DraftSent & { basedOn: number; reason?: string };
  changes: readonly PolicyChange[];
  names: Names;
  /** Figures already shown that become others; null where it does not begin in the past. */
  past: number | null;
  onSaved: (version: number) => void;
};

/** What will be, once more, before it is. */
export function SaveDialog({ open, onOpenChange, version, changes, names, past, onSaved }: Props) {
  const t = useTranslations("admin.policies.form");
  const locale = useKnownLocale();
  const save = usePolicyChange(savePolicy, ({ version: made }) => {
    onOpenChange(false);
    onSaved(made);
  });
  return (
    <Dialog title={t("confirm")} close={t("cancel")} open={open} onOpenChange={onOpenChange}>
      <p className="mb-2">{t("confirmText", { day: formatDay(version.validFrom, locale, true) })}</p>
      <ChangesInWords changes={changes} names={names} />
      {past !== null && <p className="mt-3 rounded-md bg-warn-soft p-3 text-warn">{t("confirmPast", { figures: past })}</p>}
      {save.isError && <ProblemText error={save.error} />}
      <div className="mt-4 flex gap-2">
        <Button look="strong" disabled={save.isPending} onClick={() => save.mutate(version)}>
          {t("save")}
        </Button>
        <Button onClick={() => onOpenChange(false)}>{t("cancel")}</Button>
      </div>
    </Dialog>
  );
}
