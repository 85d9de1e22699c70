"use client";

import { useTranslations } from "next-intl";
import type { ShownMapping, ShownSignIn } from "@/lib/access/administration/sign-in-shapes";
import { Card } from "../../ui/card";
import { EmptyState } from "../../ui/empty-state";
import { Cell, ColumnHead, HeadRow, Row, RowHead, Table } from "../../ui/table";
import { Confirm } from "../access/confirm";
import { useAccessChange } from "../access/use-access";
import { useRoleWords } from "../access/words";
import { removeMapping } from "./fetch-sign-in";
import { MappingDialog } from "./mapping-dialog";
import { useTemplateWords } from "./template-words";

/** What claims give: who has which, gets which role over what. */
export function MappingsCard({ mappings, provider }: { mappings: readonly ShownMapping[]; provider: ShownSignIn["provider"] }) {
  const t = useTranslations("admin.signIn");
  const title = t("mappings");
  return (
    <Card title={title} aside={<MappingDialog />} note={t(provider === null ? "mappingsNoteNone" : "mappingsNote")}>
      {mappings.length === 0 ? (
        <EmptyState title={t("none")} text={t("noneHelp")} height={64} />
      ) : (
        <Table label={title}>
          <HeadRow>
            <ColumnHead>{t("who")}</ColumnHead>
            <ColumnHead>{t("gets")}</ColumnHead>
            <ColumnHead>{t("over")}</ColumnHead>
            <ColumnHead className="text-right">
              <span className="sr-only">{t("actions")}</span>
            </ColumnHead>
          </HeadRow>
          <tbody>
            {mappings.map((mapping) => (
              <MappingRow key={mapping.id} mapping={mapping} />
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}

function MappingRow({ mapping: { id, claim, value, role, scope } }: { mapping: ShownMapping }) {
  const t = useTranslations("admin.signIn");
  const roleWords = useRoleWords();
  const templateWords = useTemplateWords();
  const remove = useAccessChange(() => removeMapping(id));
  const who = value === null ? t("anyValue", { claim }) : t("claimIs", { claim, value });
  return (
    <Row>
      <RowHead className="min-w-28 break-words">{who}</RowHead>
      <Cell>{roleWords(role)}</Cell>
      <Cell className="min-w-32 break-words">{templateWords(scope)}</Cell>
      <Cell className="text-right">
        <Confirm
          label={t("remove")}
          name={t("removeOf", { who, role: roleWords(role) })}
          title={t("removeTitle")}
          text={t("removeText", { who, role: roleWords(role), scope: templateWords(scope) })}
          act={{ ...remove, mutate: () => remove.mutate(undefined) }}
        />
      </Cell>
    </Row>
  );
}
