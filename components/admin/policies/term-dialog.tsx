"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { TermRow } from "@/lib/policies/policies-shape";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { saveTerm } from "./fetch-policies";
import { TextField } from "./form-fields";
import { ProblemText } from "./problem-text";
import { usePolicyChange } from "./use-policies";

/** Names and days of a term; null: a new one. */
export function TermDialog({ term, onClose }: { term: TermRow | null; onClose: (done: boolean) => void }) {
  const t = useTranslations("admin.policies.terms");
  // A click that comes twice, or is tried again, is one entry.
  const [entry, setEntry] = useState(() => crypto.randomUUID());
  const [fields, setFields] = useState({
    term: term?.term ?? "",
    name: term?.name ?? "",
    academicYear: term?.academicYear ?? "",
    startsOn: term?.startsOn ?? "",
    endsOn: term?.endsOn ?? "",
    censusOn: term?.censusOn ?? "",
  });
  const save = usePolicyChange(saveTerm, () => onClose(true));
  const set = (name: keyof typeof fields) => (value: string) => {
    setEntry(crypto.randomUUID());
    setFields({ ...fields, [name]: value });
  };
  return (
    <Dialog
      title={term === null ? t("add") : t("editTerm", { term: term.name ?? term.term })}
      close={t("close")}
      open
      onOpenChange={() => onClose(false)}
    >
      <form
        className="space-y-3"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ entry, ...fields, censusOn: fields.censusOn === "" ? null : fields.censusOn });
        }}
      >
        <p className="text-sm text-soft">{t("editText")}</p>
        {term === null && <TextField label={t("id")} help={t("idHelp")} value={fields.term} required max={200} onChange={set("term")} />}
        <TextField label={t("name")} value={fields.name} required max={200} onChange={set("name")} />
        <TextField label={t("year")} value={fields.academicYear} required max={50} onChange={set("academicYear")} />
        <div className="grid gap-3 sm:grid-cols-2">
          <TextField label={t("starts")} type="date" value={fields.startsOn} required onChange={set("startsOn")} />
          <TextField label={t("ends")} type="date" value={fields.endsOn} required onChange={set("endsOn")} />
        </div>
        <TextField label={t("census")} help={t("censusHelp")} type="date" value={fields.censusOn} onChange={set("censusOn")} />
        {save.isError && <ProblemText error={save.error} />}
        <div className="flex gap-2 pt-1">
          <Button type="submit" look="strong" disabled={save.isPending}>
            {t("save")}
          </Button>
          <Button onClick={() => onClose(false)}>{t("close")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
