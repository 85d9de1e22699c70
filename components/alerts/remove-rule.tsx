"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "../ui/button";
import { removeRule } from "./fetch-alerts";
import { ProblemNote } from "./problem-note";
import { useAlertChange } from "./use-alerts";

/** Ends a rule for good, once that was said twice. */
export function RemoveRule({ id, name, busy = false }: { id: string; name: string; busy?: boolean }) {
  const t = useTranslations("alerts");
  const [removing, setRemoving] = useState(false);
  const remove = useAlertChange(() => removeRule(id));
  const disabled = busy || remove.isPending;
  const action = (verb: string) => t("actionOf", { name, verb });
  return (
    <>
      {removing ? (
        <>
          <Button look="strong" disabled={disabled} aria-label={action(t("removeSure"))} onClick={() => remove.mutate(undefined)}>
            {t("removeSure")}
          </Button>
          <Button onClick={() => setRemoving(false)}>{t("cancel")}</Button>
        </>
      ) : (
        <Button disabled={disabled} aria-label={action(t("remove"))} onClick={() => setRemoving(true)}>
          {t("remove")}
        </Button>
      )}
      {remove.error !== null && (
        <div className="w-full">
          <ProblemNote error={remove.error} />
        </div>
      )}
    </>
  );
}
