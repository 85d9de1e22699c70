"use client";

import { useTranslations } from "next-intl";
import type { ShownRole } from "@/lib/access/administration/shapes";
import { Badge } from "../../ui/badge";
import { Card } from "../../ui/card";
import { Cell, ColumnHead, HeadRow, Row, RowHead, Table } from "../../ui/table";
import { TextLink } from "../../ui/text-link";
import { Confirm } from "../access/confirm";
import { removeRole } from "../access/fetch-access";
import { useAccessChange } from "../access/use-access";
import { useRoleWords } from "../access/words";
import { RoleDialog } from "./role-dialog";

export function RolesTable({ roles }: { roles: readonly ShownRole[] }) {
  const t = useTranslations("admin.roles");
  const title = t("title");
  return (
    <Card title={title}>
      <Table label={title}>
        <HeadRow>
          <ColumnHead>{t("name")}</ColumnHead>
          <ColumnHead>{t("home")}</ColumnHead>
          <ColumnHead>{t("heldBy")}</ColumnHead>
          <ColumnHead className="text-right">{t("actions")}</ColumnHead>
        </HeadRow>
        <tbody>
          {roles.map((role) => (
            <RoleRow key={role.id} role={role} />
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

function RoleRow({ role }: { role: ShownRole }) {
  const t = useTranslations("admin.roles");
  const n = useTranslations("nav");
  const words = useRoleWords()(role);
  const remove = useAccessChange(() => removeRole(role.id));
  const { count, first } = role.heldBy;
  return (
    <Row>
      <RowHead>
        {words} {role.builtIn && <Badge>{t("builtIn")}</Badge>}
      </RowHead>
      <Cell>{n(role.home)}</Cell>
      <Cell className="min-w-28">
        {count === 0 ? (
          <span className="text-soft">{t("nobody")}</span>
        ) : (
          <>
            <TextLink className="number block" href={`/admin/people?${new URLSearchParams({ role: role.id })}`}>
              {t("holders", { count })}
            </TextLink>
            <span className="block text-sm text-soft">
              {first
                .slice(0, mostNamed)
                .map(({ name }) => name)
                .join(", ")}
            </span>
          </>
        )}
      </Cell>
      <Cell>
        <div className="flex justify-end gap-2">
          {role.id !== "admin" && <RoleDialog changed={role} />}
          {!role.builtIn && (
            <Confirm
              label={t("remove")}
              title={t("removeTitle", { name: words })}
              text={t("removeText")}
              act={{ ...remove, mutate: () => remove.mutate(undefined) }}
            />
          )}
        </div>
      </Cell>
    </Row>
  );
}

/** So many holders are named in a row. */
const mostNamed = 3;
