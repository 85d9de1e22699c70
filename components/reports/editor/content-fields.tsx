"use client";

import { useTranslations } from "next-intl";
import { comparesShown, languagesShown, papersShown, periodsShown } from "@/lib/reports/manage/schedule-shapes";
import { useShell } from "../../shell/shell-context";
import { Choice } from "./choice";
import type { Draft } from "./draft";

type Props = { value: Draft["content"]; onChange: (content: Draft["content"]) => void };

/** Years that are offered, as on the pages. */
const years = [1, 2, 3, 4, 5, 6];
/** The value of an option that stands for none. */
const none = "";

/** What the report's figures are narrowed to and compared with; all of it is printed on its pages. */
export function ContentFields({ value, onChange }: Props) {
  const t = useTranslations("reports.editor");
  const filters = useTranslations("filters");
  const { terms, programs, released } = useShell();
  const orNull = (text: string) => (text === none ? null : text);
  return (
    <fieldset className="grid min-w-0 gap-x-6 gap-y-4 sm:grid-cols-2">
      <legend className="mb-2 font-semibold">{t("content")}</legend>
      <Choice
        label={t("term")}
        field="content.term"
        value={value.term ?? none}
        options={[{ value: none, label: t("currentTerm") }, ...terms.map(({ id, name }) => ({ value: id, label: name }))]}
        onChange={(term) => onChange({ ...value, term: orNull(term) })}
      />
      <Choice
        label={t("period")}
        value={value.period}
        options={periodsShown.map((one) => ({ value: one, label: t(`periods.${one}`) }))}
        onChange={(period) => onChange({ ...value, period })}
      />
      {/* Readers of released figures have none by program or year: they could be subtracted from others. */}
      {!released && programs.length > 0 && (
        <Choice
          label={filters("program")}
          field="content.program"
          value={value.program ?? none}
          options={[{ value: none, label: filters("allPrograms") }, ...programs.map(({ id, name }) => ({ value: id, label: name }))]}
          onChange={(program) => onChange({ ...value, program: orNull(program) })}
        />
      )}
      {!released && (
        <Choice
          label={filters("year")}
          value={value.yearOfStudy === null ? none : String(value.yearOfStudy)}
          options={[
            { value: none, label: filters("allYears") },
            ...years.map((year) => ({ value: String(year), label: filters("yearOf", { year }) })),
          ]}
          onChange={(year) => onChange({ ...value, yearOfStudy: year === none ? null : Number(year) })}
        />
      )}
      <Choice
        label={t("compare")}
        value={value.compare ?? none}
        options={[...comparesShown.map((one) => ({ value: one, label: t(`compares.${one}`) })), { value: none, label: t("compareNone") }]}
        onChange={(compare) => onChange({ ...value, compare: compare === none ? null : compare })}
      />
      <Choice
        label={t("language")}
        value={value.language ?? none}
        options={[{ value: none, label: t("ownLanguage") }, ...languagesShown.map((one) => ({ value: one, label: t(`languages.${one}`) }))]}
        onChange={(language) => onChange({ ...value, language: language === none ? null : language })}
      />
      <Choice
        label={t("paper")}
        value={value.paper}
        options={papersShown.map((one) => ({ value: one, label: t(`papers.${one}`) }))}
        onChange={(paper) => onChange({ ...value, paper })}
      />
    </fieldset>
  );
}
