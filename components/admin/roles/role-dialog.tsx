"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { RoleContent } from "@/lib/access/administration/asked-shapes";
import { nameLength, type ShownRole, seenRoleSchema } from "@/lib/access/administration/shapes";
import { type Permission, permissions } from "@/lib/access/permissions";
import { homes } from "@/lib/access/roles";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Select } from "../../ui/select";
import { changeRole, makeRole, seenSince } from "../access/fetch-access";
import { inputLook, Labelled } from "../access/labelled";
import { Refused } from "../access/refused";
import { useAccessChange } from "../access/use-access";
import { useRoleWords } from "../access/words";

/** Makes a role, or changes one. */
export function RoleDialog({ changed: role }: { changed: ShownRole | null }) {
  const t = useTranslations("admin");
  const roleWords = useRoleWords();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look={role === null ? "strong" : "plain"} onClick={() => setOpen(true)}>
        {role === null ? t("roles.new") : t("roles.change")}
      </Button>
      <Dialog
        title={role === null ? t("roles.new") : t("roles.changeTitle", { name: roleWords(role) })}
        close={t("close")}
        open={open}
        onOpenChange={setOpen}
      >
        <RoleForm changed={role} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

const empty: RoleContent = { name: "", nameKo: null, home: "overview", permissions: [] };
const contentOf = ({ name, nameKo, home, permissions: allowed }: RoleContent): RoleContent => ({
  name,
  nameKo,
  home,
  permissions: allowed,
});

function RoleForm({ changed: role, onDone }: { changed: ShownRole | null; onDone: () => void }) {
  const t = useTranslations("admin");
  const n = useTranslations("nav");
  // What is changed is held against what was there when editing began, and not against what came meanwhile.
  const [seen, setSeen] = useState(role === null ? empty : contentOf(role));
  const [to, setTo] = useState(seen);
  const save = useAccessChange(
    (content: RoleContent) => (role === null ? makeRole(content) : changeRole(role.id, { seen, to: content })),
    () => onDone(),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const nameKo = to.nameKo?.trim() ?? "";
    save.mutate({ ...to, nameKo: nameKo === "" ? null : nameKo }, { onError: (error) => setSeen(seenSince(seenRoleSchema, seen, error)) });
  };
  const toggle = (permission: Permission, on: boolean) =>
    setTo({ ...to, permissions: permissions.filter((one) => (one === permission ? on : to.permissions.includes(one))) });
  return (
    <form onSubmit={submit} className="space-y-4">
      {role?.builtIn !== true && (
        <div className="grid gap-3 sm:grid-cols-2">
          <label className="block text-sm">
            <span className="mb-1 block font-medium">{t("roles.nameEn")}</span>
            <input
              value={to.name}
              onChange={(event) => setTo({ ...to, name: event.target.value })}
              maxLength={nameLength.longest}
              required
              className={inputLook}
            />
          </label>
          <label className="block text-sm">
            <span className="mb-1 block font-medium">{t("roles.nameKo")}</span>
            <input
              lang="ko"
              value={to.nameKo ?? ""}
              onChange={(event) => setTo({ ...to, nameKo: event.target.value })}
              maxLength={nameLength.longest}
              className={inputLook}
            />
          </label>
        </div>
      )}
      <Labelled label={t("roles.home")}>
        <Select
          label={t("roles.home")}
          value={to.home}
          options={homes.map((home) => ({ value: home, label: n(home) }))}
          onChange={(event) => setTo({ ...to, home: homes.find((home) => home === event.target.value) ?? to.home })}
        />
      </Labelled>
      <fieldset>
        <legend className="mb-1 text-sm font-medium">{t("roles.allows")}</legend>
        <ul className="space-y-2">
          {permissions.map((permission) => (
            <li key={permission}>
              <label className="flex cursor-pointer items-start gap-2 text-sm">
                <input
                  type="checkbox"
                  className="mt-0.5 size-4 accent-accent"
                  checked={to.permissions.includes(permission)}
                  onChange={(event) => toggle(permission, event.target.checked)}
                />
                <span>
                  {t(`permission.${permission}.name`)}
                  <span className="block text-xs text-soft">{t(`permission.${permission}.text`)}</span>
                </span>
              </label>
            </li>
          ))}
        </ul>
      </fieldset>
      <Refused error={save.error} />
      <Button look="strong" type="submit" disabled={save.isPending || to.name.trim() === ""}>
        {role === null ? t("roles.make") : t("roles.save")}
      </Button>
    </form>
  );
}
