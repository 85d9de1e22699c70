"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "../../ui/button";
import { ChosenList } from "../../ui/chosen-list";
import { Select } from "../../ui/select";
import { inputLook, Labelled } from "../access/labelled";
import { PlaceSearch } from "../access/place-search";
import { placeKinds } from "../access/scope-picker";
import { type PickedTemplate, templateKinds } from "./picked-template";

/** Over what: everything, places that are named or that a claim names, or whatever follows a person. */
export function TemplateFields({ value, onChange }: { value: PickedTemplate; onChange: (template: PickedTemplate) => void }) {
  const t = useTranslations("admin.signIn");
  const scopeText = useTranslations("admin.scope");
  const { kind, members } = value;
  const add = (member: { id: string; name: string }) => {
    if (!members.some(({ id }) => id === member.id)) onChange({ ...value, members: [...members, member] });
  };
  return (
    <div className="space-y-2">
      <Labelled label={scopeText("label")}>
        <Select
          label={scopeText("label")}
          value={kind}
          options={templateKinds.map((one) => ({ value: one, label: scopeText(`kind.${one}`) }))}
          onChange={(event) => {
            const chosen = templateKinds.find((one) => one === event.target.value);
            if (chosen !== undefined) onChange({ kind: chosen, members: [], claim: value.claim });
          }}
        />
      </Labelled>
      <ChosenList
        label={scopeText("chosen")}
        chosen={members}
        removeLabel={(name) => scopeText("remove", { name })}
        onRemove={(gone) => onChange({ ...value, members: members.filter(({ id }) => id !== gone) })}
      />
      {(kind === "org-units" || kind === "courses" || kind === "sections") && (
        <>
          <PlaceSearch
            key={kind}
            label={scopeText(`kind.${kind}`)}
            kind={placeKinds[kind]}
            without={members.map(({ id }) => id)}
            onChoose={add}
          />
          <FromClaim onAdd={(claim) => add({ id: `{${claim}}`, name: `{${claim}}` })} />
        </>
      )}
      {(kind === "instructor" || kind === "advisor") && (
        <label className="block text-sm">
          <span className="mb-1 block font-medium">{t("personClaim")}</span>
          <input
            value={value.claim}
            onChange={(event) => onChange({ ...value, claim: event.target.value })}
            maxLength={200}
            required
            autoComplete="off"
            className={inputLook}
          />
          <span className="mt-1 block text-xs text-soft">{t("personClaimHelp")}</span>
        </label>
      )}
    </div>
  );
}

/** Places whose ids come with whoever signs in. */
function FromClaim({ onAdd }: { onAdd: (claim: string) => void }) {
  const t = useTranslations("admin.signIn");
  const [claim, setClaim] = useState("");
  const add = () => {
    const name = claim.trim();
    if (name === "") return;
    onAdd(name);
    setClaim("");
  };
  return (
    <div className="text-sm">
      <div className="flex gap-2">
        <input
          aria-label={t("fromClaim")}
          placeholder={t("fromClaim")}
          value={claim}
          onChange={(event) => setClaim(event.target.value)}
          // It stands within a form that is sent by Enter otherwise.
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            add();
          }}
          maxLength={198}
          autoComplete="off"
          className={inputLook}
        />
        <Button className="shrink-0" onClick={add}>
          {t("addClaim")}
        </Button>
      </div>
      <p className="mt-1 text-xs text-soft">{t("fromClaimHelp")}</p>
    </div>
  );
}
