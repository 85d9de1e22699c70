"use client";

import { useTranslations } from "next-intl";
import type { ContractDescription, FieldKind } from "@/lib/contracts/describe-contract";
import { Badge } from "../ui/badge";
import { Cell, ColumnHead, HeadRow, Row, RowHead, Table } from "../ui/table";

export function ContractFields({ contract }: { contract: ContractDescription }) {
  const t = useTranslations("data.contracts");
  const words = useKindWords();
  return (
    <Table label={t("fieldsOf", { type: contract.type })}>
      <HeadRow>
        <ColumnHead>{t("field")}</ColumnHead>
        <ColumnHead>{t("value")}</ColumnHead>
        <ColumnHead>{t("meaning")}</ColumnHead>
      </HeadRow>
      <tbody>
        {contract.fields.map((field) => (
          <Row key={field.name}>
            <RowHead>
              <code>{field.name}</code> {!field.required && <span className="text-xs text-soft">{t("optional")}</span>}
            </RowHead>
            <Cell className="text-sm">{words(field.kind)}</Cell>
            <Cell className="text-sm">
              {field.text} {field.person && <Badge tone="accent">{t("person")}</Badge>}{" "}
              {field.sealed && <Badge tone="accent">{t("sealed")}</Badge>}
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

/** What a field takes, in words. */
function useKindWords(): (kind: FieldKind) => string {
  const t = useTranslations("data.kind");
  const words = (kind: FieldKind): string => {
    switch (kind.is) {
      case "choice":
        return kind.values.join(" · ");
      case "text":
        return t("text", { least: kind.least, most: kind.most ?? 0 });
      case "number":
        return kind.least === null || kind.most === null
          ? t(kind.whole ? "whole" : "number")
          : t(kind.whole ? "wholeBetween" : "numberBetween", { least: kind.least, most: kind.most });
      case "list":
        return t("list", { most: kind.most ?? 0, of: words(kind.of) });
      case "either":
        return kind.of.map(words).join(t("or"));
      case "day":
        return t("day");
      case "instant":
        return t("instant");
      case "texts":
        return t("texts");
      case "null":
        return t("null");
    }
  };
  return words;
}
