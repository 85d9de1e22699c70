"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { nameLength, type ShownPerson, seenPersonSchema } from "@/lib/access/administration/shapes";
import { Button } from "../../ui/button";
import { changePerson, seenSince } from "../access/fetch-access";
import { inputLook } from "../access/labelled";
import { Refused } from "../access/refused";
import { useAccessChange } from "../access/use-access";

/** Changes the name, and who of the records somebody is. */
export function PersonForm({ person, onDone }: { person: ShownPerson; onDone: () => void }) {
  const t = useTranslations("admin.person");
  // What is changed is held against what was there when editing began, and not against what came meanwhile.
  const [seen, setSeen] = useState({ name: person.name, boundTo: person.boundTo, disabled: person.state === "disabled" });
  const [name, setName] = useState(person.name);
  const [boundTo, setBoundTo] = useState(person.boundTo ?? "");
  const save = useAccessChange(
    () => changePerson(person.id, { seen, name, boundTo: boundTo.trim() === "" ? null : boundTo.trim() }),
    () => onDone(),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(undefined, {
      onError: (error) => setSeen(seenSince(seenPersonSchema, seen, error)),
    });
  };
  return (
    <form onSubmit={submit} className="space-y-3">
      <label className="block text-sm">
        <span className="mb-1 block font-medium">{t("name")}</span>
        <input
          value={name}
          onChange={(event) => setName(event.target.value)}
          maxLength={nameLength.longest}
          required
          className={inputLook}
        />
      </label>
      <label className="block text-sm">
        <span className="mb-1 block font-medium">{t("boundTo")}</span>
        <input
          value={boundTo}
          onChange={(event) => setBoundTo(event.target.value)}
          maxLength={200}
          autoComplete="off"
          className={inputLook}
        />
        <span className="mt-1 block text-xs text-soft">{t("boundToHelp")}</span>
      </label>
      <Refused error={save.error} />
      <div className="flex gap-2">
        <Button look="strong" type="submit" disabled={save.isPending}>
          {t("save")}
        </Button>
        <Button onClick={onDone}>{t("cancel")}</Button>
      </div>
    </form>
  );
}
