"use client";

import { useTranslations } from "next-intl";
import { personStates } from "@/lib/access/administration/shapes";
import { useAddress } from "../../filters/use-address";
import { Button } from "../../ui/button";
import { Select } from "../../ui/select";
import { inputLook, Labelled } from "../access/labelled";
import { useRoles } from "../access/use-access";
import { useRoleWords } from "../access/words";
import type { askedOf } from "./people-address";

type Props = { text: string; onText: (text: string) => void; asked: ReturnType<typeof askedOf> };

export function PeopleFilters({ text, onText, asked }: Props) {
  const t = useTranslations("admin.people");
  const { go } = useAddress();
  const roleWords = useRoleWords();
  const roles = useRoles().data?.roles ?? [];
  const any = { value: "", label: t("any") };
  // Another filter begins at the first page.
  const set = (name: "role" | "state", value: string) => go({ [name]: value === "" ? null : value, after: null });
  return (
    <search className="flex flex-wrap items-end gap-3">
      <label className="w-64 max-w-full text-sm">
        <span className="mb-1 block font-medium">{t("search")}</span>
        <input
          type="search"
          value={text}
          onChange={(event) => onText(event.target.value)}
          placeholder={t("searchHelp")}
          maxLength={200}
          autoComplete="off"
          className={inputLook}
        />
      </label>
      <Labelled label={t("role")}>
        <Select
          label={t("role")}
          value={asked.role ?? ""}
          options={[any, ...roles.map((role) => ({ value: role.id, label: roleWords(role) }))]}
          onChange={(event) => set("role", event.target.value)}
        />
      </Labelled>
      <Labelled label={t("state")}>
        <Select
          label={t("state")}
          value={asked.state ?? ""}
          options={[any, ...personStates.map((state) => ({ value: state, label: t(`states.${state}`) }))]}
          onChange={(event) => set("state", event.target.value)}
        />
      </Labelled>
      {(asked.role !== undefined || asked.state !== undefined) && (
        <Button look="link" className="h-8 text-sm" onClick={() => go({ role: null, state: null, after: null })}>
          {t("clear")}
        </Button>
      )}
    </search>
  );
}
