"use client";

import { useTranslations } from "next-intl";
import type { CellExample } from "@/lib/aggregator/verify/verification-shape";
import { Card } from "../ui/card";
import { Cell, ColumnHead, HeadRow, Row, RowHead, Table } from "../ui/table";

/** Some of the cells that differ: by their keys, as they are and as the log says. */
export function CellExamples({ examples, differ }: { examples: readonly CellExample[]; differ: number }) {
  const t = useTranslations("data.verify");
  return (
    <Card title={t("examples")} note={t("examplesHelp", { shown: examples.length, differ })}>
      <Table label={t("examples")}>
        <HeadRow>
          <ColumnHead>{t("cell")}</ColumnHead>
          <ColumnHead>{t("keys")}</ColumnHead>
          <ColumnHead>{t("stored")}</ColumnHead>
          <ColumnHead>{t("expected")}</ColumnHead>
        </HeadRow>
        <tbody>
          {examples.map((example, index) => (
            <Row key={index}>
              <RowHead>
                <code>{example.table}</code>
              </RowHead>
              <Cell>{pairs(example.keys)}</Cell>
              <Cell className="number">{pairs(example.stored)}</Cell>
              <Cell className="number">{pairs(example.expected)}</Cell>
            </Row>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

const pairs = (record: Readonly<Record<string, unknown>>) =>
  Object.entries(record)
    .map(([name, value]) => `${name} ${value === null ? "–" : String(value)}`)
    .join(", ");
