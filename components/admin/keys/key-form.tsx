"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import type { KeyItem } from "@/lib/access/keys-shape";
import { type Ability, abilities } from "@/lib/access/principal";
import { formatCount } from "../../kpi/format";
import { type ChosenScope, emptyScope, toScope } from "../../scope/chosen-scope";
import { ScopeChooser } from "../../scope/scope-chooser";
import { useKnownLocale, useShell } from "../../shell/shell-context";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";
import { chosenOf } from "./chosen-of";
import { ExpiryField } from "./expiry-field";
import type { KeyFields } from "./fetch-keys";
import { KeyProblemNote } from "./key-problem-note";
import { usualLastDay } from "./last-days";

type Props = {
  /** The key that is changed; null for a new one. */
  item: KeyItem | null;
  defaultEventsPerSecond: number;
  submit: string;
  busy: boolean;
  error: Error | null;
  onSubmit: (fields: KeyFields) => void;
};

/** What a key is called, may do, reaches and sends, and how long. */
export function KeyForm({ item, defaultEventsPerSecond, submit, busy, error, onSubmit }: Props) {
  const t = useTranslations("keys");
  const locale = useKnownLocale();
  const { today } = useShell();
  const rateHelp = useId();
  const [name, setName] = useState(item?.name ?? "");
  const [can, setCan] = useState<readonly Ability[]>(item?.can ?? []);
  const [scope, setScope] = useState<ChosenScope>(item === null ? emptyScope : chosenOf(item));
  const [expiresOn, setExpiresOn] = useState<string | null>(item === null ? usualLastDay(today) : item.expiresOn);
  const [rate, setRate] = useState(item?.eventsPerSecond?.toString() ?? "");
  const wanted = toScope(scope);
  const sends = can.includes("events:write");
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (wanted === null || can.length === 0) return;
    onSubmit({ name, can: [...can], scope: wanted, expiresOn, eventsPerSecond: !sends || rate === "" ? null : Number(rate) });
  };
  return (
    <form onSubmit={send} className="space-y-4">
      <Field
        label={t("name")}
        value={name}
        onChange={(event) => setName(event.target.value)}
        maxLength={100}
        required
        autoComplete="off"
        placeholder={t("nameExample")}
      />
      <fieldset>
        <legend className="mb-1 text-sm font-medium">{t("mayDo")}</legend>
        <div className="space-y-1">
          {abilities.map((ability) => (
            <label key={ability} className="flex cursor-pointer items-start gap-2">
              <input
                type="checkbox"
                className="mt-0.5 size-4 accent-(--accent)"
                checked={can.includes(ability)}
                onChange={(event) => setCan(abilities.filter((one) => (one === ability ? event.target.checked : can.includes(one))))}
              />
              <span>
                {t(`ability.${ability}`)} <code className="text-xs text-soft">{ability}</code>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      {(item === null || item.scope !== null) && (
        <div>
          <ScopeChooser legend={t("reaches")} value={scope} onChange={setScope} />
          <p className="mt-1 text-sm text-soft">{t("reachesHelp")}</p>
        </div>
      )}
      <ExpiryField value={expiresOn} kept={item?.expiresOn ?? null} onChange={setExpiresOn} />
      {sends && (
        <div>
          <Field
            label={t("rate")}
            type="number"
            min={1}
            max={1_000_000}
            step={1}
            inputMode="numeric"
            value={rate}
            onChange={(event) => setRate(event.target.value)}
            aria-describedby={rateHelp}
          />
          <p id={rateHelp} className="mt-1 text-sm text-soft">
            {t("rateHelp", { usual: formatCount(defaultEventsPerSecond, locale) })}
          </p>
        </div>
      )}
      <KeyProblemNote error={error} />
      <Button type="submit" look="strong" large disabled={busy || wanted === null || can.length === 0}>
        {submit}
      </Button>
    </form>
  );
}
