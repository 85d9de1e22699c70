"use client";

import clsx from "clsx";
import { useTranslations } from "next-intl";
import type { KeyboardEvent } from "react";
import { usePlaceHref } from "../filters/use-place-href";
import { Badge } from "../ui/badge";
import { TextLink } from "../ui/text-link";
import type { Mark, SectionStudentRow } from "./fetch-section";
import { RollChanges } from "./roll-changes";

const marks = ["present", "late", "absent", "excused"] as const;
/** Whoever was there is the rule: the others catch the eye. */
const chosen: Readonly<Record<Mark, string>> = {
  present: "peer-checked:bg-accent-soft peer-checked:text-accent",
  late: "peer-checked:bg-warn-soft peer-checked:text-warn",
  absent: "peer-checked:bg-bad-soft peer-checked:text-bad",
  excused: "peer-checked:bg-sunken peer-checked:text-ink",
};

type Props = {
  row: SectionStudentRow;
  startsAt: string;
  mark: Mark | null;
  /** Set and not yet sent. */
  draft: boolean;
  /** Somebody else recorded the row meanwhile. */
  overtaken: boolean;
  onMark: (mark: Mark) => void;
  onKeyDown: (event: KeyboardEvent) => void;
};

export function RollRow({ row, startsAt, mark, draft, overtaken, onMark, onKeyDown }: Props) {
  const t = useTranslations();
  const hrefOf = usePlaceHref();
  const name = row.name ?? t("student.unknown");
  return (
    <fieldset
      onKeyDown={onKeyDown}
      className="grid items-center gap-x-4 gap-y-1 py-1.5 focus-within:bg-sunken sm:grid-cols-[minmax(8rem,14rem)_auto_1fr]"
    >
      <legend className="sr-only">{name}</legend>
      <TextLink href={hrefOf("students", row.student)} tabIndex={-1} className="truncate">
        {name}
      </TextLink>
      <div className="flex w-fit overflow-hidden rounded-md border border-edge">
        {marks.map((one) => (
          <label key={one} className="relative cursor-pointer not-first:border-l not-first:border-edge">
            <input
              type="radio"
              name={`mark-${row.student}`}
              value={one}
              checked={mark === one}
              onChange={() => onMark(one)}
              className="peer absolute inset-0 scroll-my-16 cursor-pointer opacity-0"
            />
            <span
              className={clsx(
                "block px-2.5 py-1 text-sm text-soft peer-checked:font-medium peer-focus-visible:underline peer-focus-visible:underline-offset-4",
                chosen[one],
              )}
            >
              {t(`status.${one}`)}
            </span>
          </label>
        ))}
      </div>
      <div className="flex flex-wrap items-center gap-2 text-xs text-soft">
        {draft && row.last !== null && <Badge tone="accent">{t("rolls.unsaved")}</Badge>}
        {overtaken && row.last !== null && <Badge tone="warn">{t("rolls.overtaken", { mark: t(`status.${row.last}`) })}</Badge>}
        <RollChanges changes={row.changes} startsAt={startsAt} />
      </div>
    </fieldset>
  );
}
