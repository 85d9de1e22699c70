"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { diffPolicies } from "@/lib/policies/diff-policies";
import type { Policies } from "@/lib/policies/policies-shape";
import { formatDay } from "../../kpi/format";
import { useKnownLocale } from "../../shell/shell-context";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { ChangesInWords } from "./changes-in-words";
import { previewPolicy } from "./fetch-policies";
import { Fields, TextField } from "./form-fields";
import { AttendanceFields, DropoutFields, PrivacyFields, RetentionFields, ThresholdFields } from "./policy-fields";
import type { Names } from "./policy-words";
import { PreviewPart } from "./preview-part";
import { ProblemText } from "./problem-text";
import { SaveDialog } from "./save-dialog";
import { TargetFields } from "./target-fields";
import { usePolicyChange } from "./use-policies";

type Props = { page: Policies; names: Names; onDone: (version: number | null) => void };

/** A draft of the next version: its options, from when it shall hold, and what it would do before it is saved. */
export function PolicyForm({ page, names, onDone }: Props) {
  const t = useTranslations("admin.policies");
  // What was there when the draft was begun: whoever saved meanwhile is not written over.
  const [base] = useState({ policy: page.current.policy, latest: page.latest });
  const [policy, setPolicy] = useState(base.policy);
  const [validFrom, setValidFrom] = useState(page.today);
  const [reason, setReason] = useState("");
  const [saving, setSaving] = useState(false);
  const [complete, setComplete] = useState(true);
  const preview = usePolicyChange(previewPolicy);
  const draft = { policy, validFrom };
  const changes = diffPolicies(base.policy, policy);
  const isPast = validFrom < page.today;
  // The effect that is shown is that of this very draft, or it is not to be saved.
  const previewed = preview.data !== undefined && JSON.stringify(preview.variables) === JSON.stringify(draft) ? preview.data : null;
  const ready = previewed !== null && complete && changes.length > 0 && (!isPast || reason.trim() !== "");
  return (
    <Card title={t("form.title")} note={t("form.text", { version: base.latest + 1 })}>
      {page.latest !== base.latest && (
        <p role="alert" className="mb-3 rounded-md bg-warn-soft p-3 text-warn">
          {t("problem.latest")}
        </p>
      )}
      <form
        className="space-y-5"
        onSubmit={(event) => {
          event.preventDefault();
          preview.mutate(draft);
        }}
      >
        <AttendanceFields policy={policy} set={setPolicy} />
        <DropoutFields policy={policy} set={setPolicy} />
        <ThresholdFields policy={policy} set={setPolicy} />
        <PrivacyFields policy={policy} set={setPolicy} />
        <TargetFields policy={policy} set={setPolicy} page={page} setComplete={setComplete} />
        <RetentionFields policy={policy} set={setPolicy} />
        <Fields title={t("form.when")}>
          <div>
            <TextField label={t("validFrom")} help={t("form.whenHelp")} type="date" required value={validFrom} onChange={setValidFrom} />
            <DayLinks page={page} choose={setValidFrom} />
          </div>
          {(isPast || reason !== "") && (
            <TextField
              label={t("form.reason")}
              help={t("form.reasonHelp")}
              value={reason}
              required={isPast}
              max={500}
              onChange={setReason}
            />
          )}
        </Fields>
        <section aria-label={t("form.changes")} className="rounded-md bg-sunken p-3 text-sm">
          <h3 className="mb-1 font-medium">{t("form.changes")}</h3>
          {changes.length === 0 ? <p className="text-soft">{t("form.unchanged")}</p> : <ChangesInWords changes={changes} names={names} />}
        </section>
        <div className="flex flex-wrap gap-2">
          <Button type="submit" look={ready ? "plain" : "strong"} disabled={preview.isPending || !complete || changes.length === 0}>
            {preview.isPending ? t("form.previewing") : t("form.preview")}
          </Button>
          <Button look={ready ? "strong" : "plain"} disabled={!ready} onClick={() => setSaving(true)}>
            {t("form.save")}
          </Button>
          <Button look="link" onClick={() => onDone(null)}>
            {t("form.cancel")}
          </Button>
        </div>
      </form>
      {preview.isError && <ProblemText error={preview.error} />}
      {previewed !== null && <PreviewPart preview={previewed} names={names} validFrom={validFrom} />}
      <SaveDialog
        open={saving}
        onOpenChange={setSaving}
        version={{ ...draft, basedOn: base.latest, ...(reason.trim() === "" ? {} : { reason: reason.trim() }) }}
        changes={changes}
        names={names}
        past={isPast ? (previewed?.past.changed ?? 0) : null}
        onSaved={onDone}
      />
    </Card>
  );
}

/** Days on which a policy usually begins. */
function DayLinks({ page, choose }: { page: Policies; choose: (day: string) => void }) {
  const t = useTranslations("admin.policies.form");
  const locale = useKnownLocale();
  const starts = page.terms.flatMap(({ startsOn, name, term }) => (startsOn === null ? [] : [{ day: startsOn, name: name ?? term }]));
  const next = starts.filter(({ day }) => day > page.today).sort((a, b) => (a.day < b.day ? -1 : 1))[0];
  const own = starts.filter(({ day }) => day <= page.today).sort((a, b) => (a.day < b.day ? 1 : -1))[0];
  return (
    <div className="mt-1 flex flex-wrap gap-x-3 text-xs">
      <Button look="link" className="min-h-6" onClick={() => choose(page.today)}>
        {t("today")}
      </Button>
      {[next, own].map(
        (one) =>
          one !== undefined && (
            <Button key={one.day} look="link" className="min-h-6" onClick={() => choose(one.day)}>
              {t("start", { term: one.name, day: formatDay(one.day, locale, true) })}
            </Button>
          ),
      )}
    </div>
  );
}
