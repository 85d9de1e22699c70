"use client";

import { useTranslations } from "next-intl";
import type { NewGrant } from "@/lib/access/administration/asked-shapes";
import type { ShownRole } from "@/lib/access/administration/shapes";
import { scopedPermissions } from "@/lib/access/permissions";
import { Select } from "../../ui/select";
import { inputLook, Labelled } from "./labelled";
import { askedScopeOf, type PickedScope, ScopePicker } from "./scope-picker";
import { useRoleWords } from "./words";

export type PickedGrant = { role: string; scope: PickedScope; until: string };
export const noGrant: PickedGrant = { role: "viewer", scope: { kind: "org-units", members: [] }, until: "" };

/** What is sent; null while something is missing. */
export function newGrantOf({ role, scope: picked, until }: PickedGrant): NewGrant | null {
  const scope = askedScopeOf(picked);
  return scope === null ? null : { role, scope, until: until === "" ? null : until };
}

type Props = { value: PickedGrant; roles: readonly ShownRole[]; bound: boolean; today: string; onChange: (grant: PickedGrant) => void };

/** Which role, over what, until when. */
export function GrantFields({ value, roles, bound, today, onChange }: Props) {
  const t = useTranslations("admin");
  const roleWords = useRoleWords();
  const chosen = roles.find(({ id }) => id === value.role);
  const institution = chosen?.permissions.some((permission) => !scoped.has(permission)) === true && value.scope.kind !== "institution";
  return (
    <div className="space-y-3">
      <Labelled label={t("grant.role")}>
        <Select
          label={t("grant.role")}
          value={value.role}
          options={roles.map((role) => ({ value: role.id, label: roleWords(role) }))}
          onChange={(event) => onChange({ ...value, role: event.target.value })}
        />
      </Labelled>
      <ScopePicker value={value.scope} bound={bound} onChange={(scope) => onChange({ ...value, scope })} />
      {institution && <p className="rounded-md bg-sunken p-2 text-sm text-soft">{t("grant.partOnly")}</p>}
      <label className="block text-sm">
        <span className="mb-1 block font-medium">{t("grant.lastDay")}</span>
        <input
          type="date"
          min={today}
          value={value.until}
          onChange={(event) => onChange({ ...value, until: event.target.value })}
          className={`${inputLook} max-w-44`}
        />
        <span className="mt-1 block text-xs text-soft">{t("grant.lastDayHelp")}</span>
      </label>
    </div>
  );
}

const scoped: ReadonlySet<string> = new Set(scopedPermissions);
