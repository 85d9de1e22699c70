"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { KeyItem } from "@/lib/access/keys-shape";
import { WriteButton } from "../../shell/write-button";
import { Dialog } from "../../ui/dialog";
import { ConfirmDialog } from "./confirm-dialog";
import { changeKey, type KeyFields, revokeKey } from "./fetch-keys";
import { KeyDialog } from "./key-dialog";
import { KeyForm } from "./key-form";
import { RotateForm } from "./rotate-form";
import { useKeyChange } from "./use-keys";

type Opened = "rotate" | "change" | "revoke" | null;

/** What can be done about a key that holds. */
export function KeyActions({ item, defaultEventsPerSecond }: { item: KeyItem; defaultEventsPerSecond: number }) {
  const t = useTranslations("keys");
  const [opened, setOpened] = useState<Opened>(null);
  const close = () => setOpened(null);
  const change = useKeyChange((fields: KeyFields) => changeKey(item.id, whatChanged(item, fields)), close);
  const revoke = useKeyChange(() => revokeKey(item.id), close);
  const named = (verb: string) => ({ "aria-label": t("actionOf", { verb, name: item.name }) });
  const open = (which: Exclude<Opened, null>) => {
    change.reset();
    revoke.reset();
    setOpened(which);
  };
  return (
    <span className="flex flex-wrap gap-2">
      <WriteButton {...named(t("rotate.open"))} disabled={item.secrets.length > 1} onClick={() => open("rotate")}>
        {t("rotate.open")}
      </WriteButton>
      <WriteButton {...named(t("change.open"))} onClick={() => open("change")}>
        {t("change.open")}
      </WriteButton>
      <WriteButton {...named(t("revoke.open"))} onClick={() => open("revoke")}>
        {t("revoke.open")}
      </WriteButton>
      {opened === "rotate" && (
        <KeyDialog title={t("rotate.title", { name: item.name })} can={item.can} onClose={close}>
          {(onSecret) => <RotateForm item={item} onSecret={onSecret} />}
        </KeyDialog>
      )}
      {opened === "change" && (
        <Dialog title={t("change.title", { name: item.name })} close={t("close")} open onOpenChange={(isOpen) => !isOpen && close()}>
          <KeyForm
            item={item}
            defaultEventsPerSecond={defaultEventsPerSecond}
            submit={t("change.submit")}
            busy={change.isPending}
            error={change.error}
            onSubmit={change.mutate}
          />
        </Dialog>
      )}
      {opened === "revoke" && (
        <ConfirmDialog
          title={t("revoke.title", { name: item.name })}
          text={t("revoke.text")}
          submit={t("revoke.submit")}
          busy={revoke.isPending}
          error={revoke.error}
          onConfirm={() => revoke.mutate(undefined)}
          onClose={close}
        />
      )}
    </span>
  );
}

/** What was left alone is not sent: an end or a scope that was set on the command line may be none that is chosen here. */
function whatChanged(item: KeyItem, { expiresOn, scope, ...fields }: KeyFields): Partial<KeyFields> {
  return {
    ...fields,
    ...(expiresOn === item.expiresOn ? {} : { expiresOn }),
    ...(item.scope === null || JSON.stringify(scope) === JSON.stringify(item.scope) ? {} : { scope }),
  };
}
