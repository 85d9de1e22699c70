"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import type { AskedSchedule } from "@/lib/reports/manage/asked-schedule";
import { useReadOnly } from "../../shell/shell-context";
import { WriteButton } from "../../shell/write-button";
import { Card } from "../../ui/card";
import { ReportProblem } from "../fetch-reports";
import { RefusedText } from "../refused-text";
import type { NamedRole } from "../words";
import { ContentFields } from "./content-fields";
import { askedOf, type Draft, type FieldProblem } from "./draft";
import { ProblemsProvider } from "./field-problem";
import { controlLook, Labelled } from "./labelled";
import { NextRuns } from "./next-runs";
import { RecipientsFields } from "./recipients-fields";
import { Sentence } from "./sentence";
import { StoreField } from "./store-field";
import { TimingFields } from "./timing-fields";

type Props = {
  initial: Draft;
  roles: readonly NamedRole[];
  /** May send to others, and whose report it is may, too. */
  mayAdd: boolean;
  /** The same of what an address outside is given. */
  choosesScope: boolean;
  /** Whether there is a store for copies. */
  stores: boolean;
  submit: string;
  busy: boolean;
  error: Error | null;
  onSubmit: (asked: AskedSchedule) => void;
  /** In place of why it was refused: of what was changed meanwhile. */
  conflict?: ReactNode;
  /** Beside the form, about what is being edited. */
  aside: (draft: Draft) => ReactNode;
};

/** The editor: a sentence, whom it goes to, what is printed, and when exactly; each beside what is wrong with it. */
export function ScheduleForm({ initial, roles, mayAdd, choosesScope, stores, submit, busy, error, onSubmit, conflict, aside }: Props) {
  const t = useTranslations("reports.editor");
  const readOnly = useReadOnly();
  const [draft, setDraft] = useState(initial);
  const [missing, setMissing] = useState<readonly FieldProblem[]>([]);
  const form = useRef<HTMLFormElement>(null);
  const problems = useMemo(() => (missing.length > 0 ? missing : refusedFields(error)), [missing, error]);
  // Whoever sent it is led to the first field that was not taken.
  useEffect(() => {
    if (problems.length > 0) form.current?.querySelector<HTMLElement>("[aria-invalid=true], [data-invalid=true]")?.focus();
  }, [problems]);
  const change = (part: Partial<Draft>) => {
    setMissing([]);
    setDraft((before) => ({ ...before, ...part }));
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    const sent = askedOf(draft);
    setMissing("missing" in sent ? sent.missing : []);
    if ("asked" in sent) onSubmit(sent.asked);
  };
  return (
    <ProblemsProvider value={problems}>
      <form ref={form} onSubmit={send} noValidate className="grid items-start gap-4 xl:grid-cols-[minmax(0,2fr)_minmax(20rem,1fr)]">
        <fieldset disabled={readOnly} className="min-w-0 space-y-4">
          <legend className="sr-only">{t("title")}</legend>
          <Card title={t("sentenceTitle")}>
            <div className="space-y-4">
              <Labelled label={t("name")} field="name">
                {(ids) => (
                  <input
                    value={draft.name}
                    maxLength={100}
                    autoComplete="off"
                    placeholder={t("nameExample")}
                    onChange={(event) => change({ name: event.target.value })}
                    className={`${controlLook} max-w-120`}
                    {...ids}
                  />
                )}
              </Labelled>
              <Sentence draft={draft} onChange={change} />
            </div>
          </Card>
          <Card title={t("whom")}>
            <RecipientsFields draft={draft} roles={roles} mayAdd={mayAdd} choosesScope={choosesScope} onChange={change} />
          </Card>
          <Card title={t("details")}>
            <div className="space-y-6">
              <TimingFields value={draft.timing} onChange={(timing) => change({ timing })} />
              <ContentFields value={draft.content} onChange={(content) => change({ content })} />
              {mayAdd && (stores || initial.delivery.store) && (
                <StoreField value={draft.delivery.store} onChange={(store) => change({ delivery: { ...draft.delivery, store } })} />
              )}
            </div>
          </Card>
          {conflict ?? (missing.length === 0 && error !== null && <RefusedText error={error} marked={problems.length > 0} />)}
          {missing.length > 0 && (
            <p role="alert" className="rounded-md bg-warn-soft p-3 text-sm text-warn">
              {t("marked")}
            </p>
          )}
          <WriteButton type="submit" look="strong" large disabled={busy}>
            {submit}
          </WriteButton>
        </fieldset>
        <div className="space-y-4">
          {!readOnly && <NextRuns timing={draft.timing} />}
          {aside(draft)}
        </div>
      </form>
    </ProblemsProvider>
  );
}

function refusedFields(error: Error | null): FieldProblem[] {
  const refusal = error instanceof ReportProblem ? error.refusal : null;
  if (refusal?.field === undefined || refusal.field === "version") return [];
  return [{ field: refusal.field, rule: refusal.rule ?? "format" }];
}
