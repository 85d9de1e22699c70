"use client";

import { useTranslations } from "next-intl";
import { PartState } from "../../data/part-state";
import { useRoles } from "../access/use-access";
import { PermissionsTable } from "./permissions-table";
import { RoleDialog } from "./role-dialog";
import { RolesTable } from "./roles-table";

/** The institution's roles: who holds them, and what each allows. */
export function RolesPart() {
  const t = useTranslations("admin.roles");
  const query = useRoles();
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <p className="max-w-prose text-sm text-soft">{t("text")}</p>
        <RoleDialog changed={null} />
      </div>
      <PartState query={query} height={320}>
        {({ roles }) => (
          <>
            <RolesTable roles={roles} />
            <PermissionsTable roles={roles} />
          </>
        )}
      </PartState>
    </div>
  );
}
