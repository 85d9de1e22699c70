"use client";

import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ShownRole } from "@/lib/access/administration/shapes";
import { institutionPermissions, type Permission, scopedPermissions } from "@/lib/access/permissions";
import { Card } from "../../ui/card";
import { Cell, ColumnHead, HeadRow, Row, RowHead, Table } from "../../ui/table";
import { useRoleWords } from "../access/words";

/** What each role allows, in words. */
export function PermissionsTable({ roles }: { roles: readonly ShownRole[] }) {
  const t = useTranslations("admin.roles");
  const title = t("allows");
  return (
    <Card title={title} note={t("allowsText")}>
      <Group label={t("scoped")} permissions={scopedPermissions} roles={roles} />
      <Group label={t("institution")} permissions={institutionPermissions} roles={roles} />
    </Card>
  );
}

type Props = { label: string; permissions: readonly Permission[]; roles: readonly ShownRole[] };

function Group({ label, permissions, roles }: Props) {
  const t = useTranslations("admin");
  const roleWords = useRoleWords();
  return (
    <div className="mt-3">
      <Table label={label}>
        <HeadRow>
          <ColumnHead className="min-w-56 text-left">{label}</ColumnHead>
          {roles.map((role) => (
            <ColumnHead key={role.id} className="text-center">
              {roleWords(role)}
            </ColumnHead>
          ))}
        </HeadRow>
        <tbody>
          {permissions.map((permission) => (
            <Row key={permission}>
              <RowHead>
                {t(`permission.${permission}.name`)}
                <span className="block text-xs text-soft">{t(`permission.${permission}.text`)}</span>
              </RowHead>
              {roles.map((role) => (
                <Cell key={role.id} className="text-center">
                  {role.permissions.includes(permission) ? (
                    <Check className="inline size-4" role="img" aria-label={t("roles.yes")} />
                  ) : (
                    <span className="text-soft" role="img" aria-label={t("roles.no")}>
                      –
                    </span>
                  )}
                </Cell>
              ))}
            </Row>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
