"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { ShownPerson } from "@/lib/access/administration/shapes";
import { useShell } from "../../shell/shell-context";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { giveGrant } from "../access/fetch-access";
import { GrantFields, newGrantOf, noGrant } from "../access/grant-fields";
import { Refused } from "../access/refused";
import { useAccessChange, useRoles } from "../access/use-access";

/** Gives somebody a role over a scope. */
export function GiveDialog({ person }: { person: ShownPerson }) {
  const t = useTranslations("admin");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t("grants.give")}</Button>
      <Dialog title={t("grants.giveTitle", { name: person.name })} close={t("close")} open={open} onOpenChange={setOpen}>
        <GiveForm person={person} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function GiveForm({ person, onDone }: { person: ShownPerson; onDone: () => void }) {
  const t = useTranslations("admin.grants");
  const { today } = useShell();
  const roles = useRoles().data?.roles ?? [];
  const [grant, setGrant] = useState(noGrant);
  const give = useAccessChange((wanted: NonNullable<ReturnType<typeof newGrantOf>>) => giveGrant(person.id, wanted), onDone);
  const wanted = newGrantOf(grant);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (wanted !== null) give.mutate(wanted);
  };
  return (
    <form onSubmit={submit} className="space-y-3">
      <GrantFields value={grant} roles={roles} bound={person.boundTo !== null} today={today} onChange={setGrant} />
      <Refused error={give.error} />
      <Button look="strong" type="submit" disabled={give.isPending || wanted === null}>
        {t("submit")}
      </Button>
    </form>
  );
}
