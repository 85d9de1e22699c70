"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Refused } from "./refused";

type Props = {
  /** What the button says, and what the dialog asks about. */
  label: string;
  /** What the button is called where several say the same. */
  name?: string;
  title: string;
  text: ReactNode;
  act: { mutate: (asked: undefined) => void; reset: () => void; isPending: boolean; isSuccess: boolean; error: Error | null };
};

/** Something that takes access away is asked about first. */
export function Confirm({ label, name, title, text, act }: Props) {
  const t = useTranslations("admin");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        aria-label={name}
        onClick={() => {
          act.reset();
          setOpen(true);
        }}
      >
        {label}
      </Button>
      <Dialog title={title} close={t("close")} open={open && !act.isSuccess} onOpenChange={setOpen}>
        <div className="space-y-4">
          <div>{text}</div>
          <Refused error={act.error} />
          <div className="flex gap-3">
            <Button look="strong" disabled={act.isPending} onClick={() => act.mutate(undefined)}>
              {label}
            </Button>
            <Button onClick={() => setOpen(false)}>{t("cancel")}</Button>
          </div>
        </div>
      </Dialog>
    </>
  );
}
