"use client";

import { useTranslations } from "next-intl";
import type { Ability } from "@/lib/access/principal";
import { Button } from "../../ui/button";
import { CopyField } from "./copy-field";
import { exampleCommands } from "./example-commands";

/** A secret, shown this once: nobody can look it up later, whoever they are. */
export function SecretShown({ secret, can, onDone }: { secret: string; can: readonly Ability[]; onDone: () => void }) {
  const t = useTranslations("keys.secret");
  const commands = exampleCommands(secret, can, window.location.origin);
  return (
    <div className="space-y-4">
      <p role="status" className="rounded-md bg-warn-soft p-3 text-warn">
        {t("once")}
      </p>
      <CopyField label={t("title")} text={secret} lines={2} />
      <CopyField label={t("example")} text={commands} lines={6} />
      <Button look="strong" large onClick={onDone}>
        {t("done")}
      </Button>
    </div>
  );
}
