"use client";

import { useTranslations } from "next-intl";
import type { ContractDescription, FieldKind } from "@/lib/contracts/describe-contract";
import type { MaskedField } from "@/lib/ingest/quarantine/shapes";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { Cell, ColumnHead, HeadRow, Row, RowHead, Table } from "../ui/table";
import { FieldInput } from "./field-input";
import { type Edit, type Edits, nameOf, withEdit } from "./item-edits";

type Broken = { path: string; rule: string };
type Props = {
  fields: readonly MaskedField[];
  errors: readonly Broken[];
  contract: ContractDescription | null;
  edits: Edits;
  onEdit: (edits: Edits) => void;
};

/** The event, field by field: what it says as far as that may be seen, and what it is to say. */
export function MaskedFields({ fields, errors, contract, edits, onEdit }: Props) {
  const t = useTranslations("data.mend");
  return (
    <Table label={t("fields")}>
      <HeadRow>
        <ColumnHead>{t("field")}</ColumnHead>
        <ColumnHead>{t("value")}</ColumnHead>
        <ColumnHead>{t("change")}</ColumnHead>
      </HeadRow>
      <tbody>
        {fields.map((field) => {
          const edit = edits.get(nameOf(field.path)) ?? null;
          return (
            <Row key={nameOf(field.path)} muted={!field.present && edit === null}>
              <RowHead>
                <code>{nameOf(field.path)}</code>{" "}
                {rulesOf(field, errors).map((rule) => (
                  <Badge key={rule} tone="warn">
                    {rule}
                  </Badge>
                ))}
              </RowHead>
              <Cell>
                <Value field={field} struck={edit !== null} />
              </Cell>
              <Cell>
                <Change
                  field={field}
                  kind={kindOf(field, contract)}
                  edit={edit}
                  onEdit={(next) => onEdit(withEdit(edits, field.path, next))}
                />
              </Cell>
            </Row>
          );
        })}
      </tbody>
    </Table>
  );
}

/** What it breaks itself, or a part of it. */
function rulesOf(field: MaskedField, errors: readonly Broken[]): string[] {
  const name = nameOf(field.path);
  return [...new Set(errors.flatMap(({ path, rule }) => (path === name || path.startsWith(`${name}.`) ? [rule] : [])))];
}

function kindOf({ path }: MaskedField, contract: ContractDescription | null): FieldKind | null {
  const [, inData] = path;
  return inData === undefined ? null : (contract?.fields.find((field) => field.name === inData)?.kind ?? null);
}

function Value({ field, struck }: { field: MaskedField; struck: boolean }) {
  const t = useTranslations();
  if (!field.present) return <span className="text-sm text-soft">{t(field.required ? "data.mend.missing" : "data.mend.absent")}</span>;
  if (field.hidden) {
    return (
      <span className={struck ? "line-through" : undefined}>
        <Badge>{t("data.mend.hidden")}</Badge>{" "}
        <span className="text-sm text-soft">
          {t(`data.why.${field.why}`)}, {t(`data.size.${field.kind}`, { size: field.size })}
        </span>
      </span>
    );
  }
  const text = typeof field.value === "string" ? field.value : String(field.value);
  return (
    <>
      <span className={struck ? "break-all line-through" : "break-all"}>{text === "" ? t("data.mend.empty") : text}</span>
      {field.beginningOf !== undefined && (
        <span className="block text-sm text-soft">{t("data.mend.beginning", { shown: text.length, size: field.beginningOf })}</span>
      )}
    </>
  );
}

type ChangeProps = { field: MaskedField; kind: FieldKind | null; edit: Edit | null; onEdit: (edit: Edit | null) => void };

function Change({ field, kind, edit, onEdit }: ChangeProps) {
  const t = useTranslations("data.mend");
  const { path } = field;
  const name = nameOf(path);
  const asText = field.present && (field.hidden ? field.kind === "number" : typeof field.value === "number");
  if (edit === null) {
    const start = field.present && !field.hidden && field.value !== null ? String(field.value) : "";
    return (
      <span className="flex flex-wrap gap-3 text-sm">
        <Button look="link" aria-label={t("setOf", { field: name })} onClick={() => onEdit({ action: "set", path, value: start })}>
          {t("set")}
        </Button>
        {asText && (
          <Button look="link" aria-label={t("asTextOf", { field: name })} onClick={() => onEdit({ action: "as-text", path })}>
            {t("asText")}
          </Button>
        )}
        {field.present && (
          <Button look="link" aria-label={t("removeOf", { field: name })} onClick={() => onEdit({ action: "remove", path })}>
            {t("remove")}
          </Button>
        )}
      </span>
    );
  }
  return (
    <span className="flex flex-wrap items-center gap-3 text-sm">
      {edit.action === "set" && (
        <FieldInput name={name} kind={kind} value={edit.value} onChange={(value) => onEdit({ action: "set", path, value })} />
      )}
      {edit.action === "set" && field.present && !field.hidden && field.beginningOf !== undefined && (
        <span className="text-warn">{t("replacesWhole", { size: field.beginningOf })}</span>
      )}
      {edit.action === "remove" && t("willRemove")}
      {edit.action === "as-text" && t("willBeText")}
      <Button look="link" aria-label={t("undoOf", { field: name })} onClick={() => onEdit(null)}>
        {t("undo")}
      </Button>
    </span>
  );
}
