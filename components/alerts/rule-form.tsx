"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { RuleItem } from "@/lib/alerts/manage/rules-shape";
import { reasonInWords } from "@/lib/alerts/words/rule-in-words";
import { useKnownLocale, useShell } from "../shell/shell-context";
import { Button } from "../ui/button";
import { useSettled } from "../ui/use-settled";
import { BackTestPart } from "./back-test-part";
import { ChannelsPart } from "./channels-part";
import { type Draft, draftOf, newDraft, ruleIn, settle, watchIn } from "./draft";
import { changeRule, makeRule } from "./fetch-alerts";
import { PlacePart } from "./place-part";
import { ProblemNote } from "./problem-note";
import { SentencePart } from "./sentence-part";
import { useAlertChange } from "./use-alerts";

type Props = { item: RuleItem | null; sendsOut: boolean; onClose: () => void };
/** Milliseconds without a change after which the last term is looked at. */
const pause = 400;

/** A rule as a sentence, with what it would have done in the last term below it. */
export function RuleForm({ item, sendsOut, onClose }: Props) {
  const t = useTranslations("alerts.form");
  const locale = useKnownLocale();
  const { released, threshold } = useShell();
  const [draft, setDraft] = useState<Draft>(() => (item === null ? settle(newDraft(threshold), released) : draftOf(item, locale === "ko")));
  const watch = watchIn(draft, released);
  const settled = useSettled(watch, pause);
  const save = useAlertChange(
    (wanted: ReturnType<typeof ruleIn>) => (item === null ? makeRule(wanted) : changeRule(item.id, { ...wanted, version: item.version })),
    onClose,
  );
  const change = (some: Partial<Draft>) => setDraft((before) => settle({ ...before, ...some }, released));
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (watch !== null && draft.name.trim() !== "") save.mutate(ruleIn(draft, watch));
  };
  const shown = JSON.stringify(settled) === JSON.stringify(watch);
  return (
    <form onSubmit={send} className="space-y-4" aria-label={item === null ? t("newRule") : t("changeRule", { name: item.name })}>
      <SentencePart draft={draft} onChange={change} />
      <PlacePart draft={draft} onChange={change} />
      <p className="rounded-md bg-sunken px-3 py-2" role="status">
        {watch === null ? t("incomplete") : reasonInWords(watch, locale)}
      </p>
      <BackTestPart watch={settled} />
      <label className="block max-w-md text-sm font-medium">
        {t("name")}
        <input
          className="mt-1 h-11 w-full rounded-md border border-edge bg-surface px-3 text-base font-normal"
          value={draft.name}
          onChange={(event) => change({ name: event.target.value })}
          maxLength={100}
          required
          autoComplete="off"
          placeholder={t("nameExample")}
        />
      </label>
      <ChannelsPart channels={draft.channels} sendsOut={sendsOut} onChange={(channels) => change({ channels })} />
      <ProblemNote error={save.error} />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" look="strong" disabled={save.isPending || watch === null || !shown || draft.name.trim() === ""}>
          {t("save")}
        </Button>
        <Button onClick={onClose}>{t("cancel")}</Button>
      </div>
    </form>
  );
}
