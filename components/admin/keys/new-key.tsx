"use client";

import { useTranslations } from "next-intl";
import type { Ability } from "@/lib/access/principal";
import { type KeyFields, makeKey } from "./fetch-keys";
import { KeyDialog } from "./key-dialog";
import { KeyForm } from "./key-form";
import { useKeyChange } from "./use-keys";

/** Makes a key, and shows its secret once. */
export function NewKey({ defaultEventsPerSecond, onClose }: { defaultEventsPerSecond: number; onClose: () => void }) {
  const t = useTranslations("keys.make");
  return (
    <KeyDialog title={t("title")} can={[]} onClose={onClose}>
      {(onSecret) => <Making defaultEventsPerSecond={defaultEventsPerSecond} onSecret={onSecret} />}
    </KeyDialog>
  );
}

type Props = { defaultEventsPerSecond: number; onSecret: (secret: string, can: readonly Ability[]) => void };

function Making({ defaultEventsPerSecond, onSecret }: Props) {
  const t = useTranslations("keys.make");
  const make = useKeyChange(
    async (fields: KeyFields) => ({ ...(await makeKey(fields)), can: fields.can }),
    ({ key, can }) => onSecret(key, can),
  );
  return (
    <KeyForm
      item={null}
      defaultEventsPerSecond={defaultEventsPerSecond}
      submit={t("submit")}
      busy={make.isPending}
      error={make.error}
      onSubmit={make.mutate}
    />
  );
}
