"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import type { Ability } from "@/lib/access/principal";
import { Dialog } from "../../ui/dialog";
import { SecretShown } from "./secret-shown";

type Props = {
  title: string;
  can: readonly Ability[];
  onClose: () => void;
  /** What is asked first; it calls back with the secret that came of it. */
  children: (onSecret: (secret: string, can?: readonly Ability[]) => void) => ReactNode;
};

/** A form that ends in a secret. While that is shown neither Escape nor a click beside it closes the dialog. */
export function KeyDialog({ title, can, onClose, children }: Props) {
  const t = useTranslations("keys");
  const [made, setMade] = useState<{ secret: string; can: readonly Ability[] } | null>(null);
  return (
    <Dialog
      title={made === null ? title : t("secret.heading")}
      close={t("close")}
      open
      onOpenChange={(open) => {
        if (!open && made === null) onClose();
      }}
    >
      {made === null ? (
        children((secret, allowed = can) => setMade({ secret, can: allowed }))
      ) : (
        <SecretShown secret={made.secret} can={made.can} onDone={onClose} />
      )}
    </Dialog>
  );
}
