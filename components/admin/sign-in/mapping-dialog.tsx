"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import type { NewMapping } from "@/lib/access/administration/change-mappings";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Select } from "../../ui/select";
import { inputLook, Labelled } from "../access/labelled";
import { useAccessChange, useRoles } from "../access/use-access";
import { useRoleWords } from "../access/words";
import { addMapping } from "./fetch-sign-in";
import { MappingRefused } from "./mapping-refused";
import { noTemplate, templateOf } from "./picked-template";
import { TemplateFields } from "./template-fields";

/** Adds what a claim gives. */
export function MappingDialog() {
  const t = useTranslations("admin");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="strong" onClick={() => setOpen(true)}>
        {t("signIn.add")}
      </Button>
      <Dialog title={t("signIn.addTitle")} close={t("close")} open={open} onOpenChange={setOpen}>
        <MappingForm onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function MappingForm({ onDone }: { onDone: () => void }) {
  const t = useTranslations("admin");
  const roleWords = useRoleWords();
  const roles = useRoles().data?.roles ?? [];
  const [said, setSaid] = useState({ claim: "", value: "", role: "viewer" });
  const [template, setTemplate] = useState(noTemplate);
  const add = useAccessChange((wanted: NewMapping) => addMapping(wanted), onDone);
  const scope = templateOf(template);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const value = said.value.trim();
    if (scope !== null) add.mutate({ claim: said.claim, value: value === "" ? null : value, role: said.role, scope });
  };
  return (
    <form onSubmit={submit} className="space-y-3">
      <div className="grid gap-3 sm:grid-cols-2">
        <Text
          label={t("signIn.claim")}
          help={t("signIn.claimHelp")}
          value={said.claim}
          required
          onText={(claim) => setSaid({ ...said, claim })}
        />
        <Text label={t("signIn.value")} help={t("signIn.valueHelp")} value={said.value} onText={(value) => setSaid({ ...said, value })} />
      </div>
      <Labelled label={t("grant.role")}>
        <Select
          label={t("grant.role")}
          value={said.role}
          options={roles.map((role) => ({ value: role.id, label: roleWords(role) }))}
          onChange={(event) => setSaid({ ...said, role: event.target.value })}
        />
      </Labelled>
      <TemplateFields value={template} onChange={setTemplate} />
      <MappingRefused error={add.error} />
      <Button look="strong" type="submit" disabled={add.isPending || scope === null}>
        {t("signIn.submit")}
      </Button>
    </form>
  );
}

type TextProps = { label: string; help: string; value: string; required?: boolean; onText: (text: string) => void };

function Text({ label, help, value, required = false, onText }: TextProps) {
  const described = useId();
  return (
    <div className="text-sm">
      <label className="block">
        <span className="mb-1 block font-medium">{label}</span>
        <input
          value={value}
          onChange={(event) => onText(event.target.value)}
          required={required}
          aria-describedby={described}
          autoComplete="off"
          spellCheck={false}
          className={inputLook}
        />
      </label>
      <p id={described} className="mt-1 text-xs text-soft">
        {help}
      </p>
    </div>
  );
}
