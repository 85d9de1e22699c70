"use client";

import { useTranslations } from "next-intl";
import { formatCount, formatValue } from "../kpi/format";
import { useKnownLocale } from "../shell/shell-context";
import { Cell, ColumnHead, HeadRow, RowHead, Table } from "../ui/table";
import { inOrder, type Letters, totalOf } from "./letters";

type Props = {
  title: string;
  letters: Letters["letters"];
  reference?: { letters: Letters["letters"]; label: string } | undefined;
  /** Drawn as what has been, not as what is. */
  past?: boolean;
};

/** A distribution: a table whose bars stand for the shares; the reference is a mark on each bar's line. */
export function LetterChart({ title, letters, reference, past = false }: Props) {
  const t = useTranslations("grades");
  const locale = useKnownLocale();
  const total = totalOf(letters);
  const before = reference === undefined ? 0 : totalOf(reference.letters);
  const names = inOrder([...Object.keys(letters), ...(before > 0 ? Object.keys(reference?.letters ?? {}) : [])]);
  const share = (of: Letters["letters"], all: number, letter: string) => (all === 0 ? 0 : (of[letter] ?? 0) / all);
  const most = Math.max(
    0.01,
    ...names.flatMap((letter) => [share(letters, total, letter), before > 0 ? share(reference?.letters ?? {}, before, letter) : 0]),
  );
  return (
    <Table label={title}>
      <HeadRow>
        <ColumnHead>{t("letter")}</ColumnHead>
        <ColumnHead className="w-full">
          <span className="sr-only">{t("bar")}</span>
        </ColumnHead>
        <ColumnHead figure>{t("grades")}</ColumnHead>
        <ColumnHead figure>{t("share")}</ColumnHead>
        {before > 0 && (
          <ColumnHead figure>
            <span className="mr-1 inline-block h-2.5 border-l-2 border-series-before" aria-hidden="true" />
            {reference?.label}
          </ColumnHead>
        )}
      </HeadRow>
      <tbody>
        {names.map((letter) => (
          <tr key={letter}>
            <RowHead dense className="whitespace-nowrap">
              {letter}
            </RowHead>
            <Cell dense>
              <span className="relative block h-3 w-full min-w-12 rounded-sm bg-sunken" aria-hidden="true">
                <span
                  className={`absolute inset-y-0 left-0 rounded-sm ${past ? "bg-series-before" : "bg-series"}`}
                  style={{ width: `${(share(letters, total, letter) / most) * 100}%` }}
                />
                {before > 0 && (
                  <span
                    className="absolute -inset-y-0.5 border-l-2 border-series-before"
                    style={{ left: `calc(${(share(reference?.letters ?? {}, before, letter) / most) * 100}% - 1px)` }}
                  />
                )}
              </span>
            </Cell>
            <Cell figure dense>
              {formatCount(letters[letter] ?? 0, locale)}
            </Cell>
            <Cell figure dense>
              {formatValue(share(letters, total, letter), "ratio", locale)}
            </Cell>
            {before > 0 && (
              <Cell figure dense className="text-soft">
                {formatValue(share(reference?.letters ?? {}, before, letter), "ratio", locale)}
              </Cell>
            )}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
