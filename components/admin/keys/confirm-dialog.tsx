"use client";

import { useTranslations } from "next-intl";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { KeyProblemNote } from "./key-problem-note";

type Props = {
  title: string;
  text: string;
  submit: string;
  busy: boolean;
  error: Error | null;
  onConfirm: () => void;
  onClose: () => void;
};

/** Asks once more before something ends that does not come back. */
export function ConfirmDialog({ title, text, submit, busy, error, onConfirm, onClose }: Props) {
  const t = useTranslations("keys");
  return (
    <Dialog title={title} close={t("close")} open onOpenChange={(open) => !open && onClose()}>
      <div className="space-y-4">
        <p className="max-w-prose">{text}</p>
        <KeyProblemNote error={error} />
        <div className="flex flex-wrap gap-3">
          <Button look="strong" disabled={busy} onClick={onConfirm}>
            {submit}
          </Button>
          <Button onClick={onClose}>{t("cancel")}</Button>
        </div>
      </div>
    </Dialog>
  );
}
