"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { nameLength } from "@/lib/access/administration/shapes";
import { useShell } from "../../shell/shell-context";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { TextLink } from "../../ui/text-link";
import { invite } from "../access/fetch-access";
import { GrantFields, newGrantOf, noGrant } from "../access/grant-fields";
import { inputLook } from "../access/labelled";
import { LinkOnce } from "../access/link-once";
import { Refused } from "../access/refused";
import { useAccessChange, useRoles } from "../access/use-access";

/** Invites somebody; the link that lets them in is shown at the end, once. */
export function InviteDialog() {
  const t = useTranslations("admin");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="strong" onClick={() => setOpen(true)}>
        {t("invite.title")}
      </Button>
      <Dialog title={t("invite.title")} close={t("close")} open={open} onOpenChange={setOpen}>
        <Invitation />
      </Dialog>
    </>
  );
}

function Invitation() {
  const t = useTranslations("admin");
  const { today } = useShell();
  const roles = useRoles().data?.roles ?? [];
  const [who, setWho] = useState({ email: "", name: "", person: "" });
  const [grant, setGrant] = useState(noGrant);
  const send = useAccessChange(invite);
  const wanted = newGrantOf(grant);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const person = who.person.trim();
    if (wanted !== null) send.mutate({ ...wanted, email: who.email.trim(), name: who.name, person: person === "" ? null : person });
  };
  if (send.data !== undefined) {
    return (
      <div className="space-y-3">
        <p role="status">{t("invite.done", { name: who.name })}</p>
        <LinkOnce path={send.data.path} hours={send.data.hours} />
        <TextLink href={`/admin/people/${send.data.id}`}>{t("invite.open")}</TextLink>
      </div>
    );
  }
  return (
    <form onSubmit={submit} className="space-y-3">
      <div className="grid gap-3 sm:grid-cols-2">
        <Text label={t("invite.email")} type="email" value={who.email} onText={(email) => setWho({ ...who, email })} required />
        <Text
          label={t("invite.name")}
          value={who.name}
          onText={(name) => setWho({ ...who, name })}
          maxLength={nameLength.longest}
          required
        />
      </div>
      <Text label={t("invite.person")} help={t("invite.personHelp")} value={who.person} onText={(person) => setWho({ ...who, person })} />
      <GrantFields value={grant} roles={roles} bound={who.person.trim() !== ""} today={today} onChange={setGrant} />
      <Refused error={send.error} />
      <Button look="strong" type="submit" disabled={send.isPending || wanted === null}>
        {t("invite.submit")}
      </Button>
    </form>
  );
}

type TextProps = {
  label: string;
  help?: string;
  value: string;
  onText: (text: string) => void;
  type?: "text" | "email";
  required?: boolean;
  maxLength?: number;
};

function Text({ label, help, value, onText, type = "text", ...rest }: TextProps) {
  return (
    <label className="block text-sm">
      <span className="mb-1 block font-medium">{label}</span>
      <input
        type={type}
        value={value}
        onChange={(event) => onText(event.target.value)}
        autoComplete="off"
        className={inputLook}
        {...rest}
      />
      {help !== undefined && <span className="mt-1 block text-xs text-soft">{help}</span>}
    </label>
  );
}
