"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { type GrantShown, seenGrantSchema } from "@/lib/access/administration/shapes";
import { formatInstant } from "../../kpi/format";
import { useKnownLocale, useShell, useZone } from "../../shell/shell-context";
import { Button } from "../../ui/button";
import { Confirm } from "../access/confirm";
import { changeGrant, endGrant, seenSince } from "../access/fetch-access";
import { inputLook } from "../access/labelled";
import { Refused } from "../access/refused";
import { useAccessChange } from "../access/use-access";
import { useRoleWords, useScopeWords, useUntilWords } from "../access/words";

/** A grant in words; one that holds can be ended, or given another last day. */
export function GrantRow({ grant }: { grant: GrantShown }) {
  const t = useTranslations("admin.grants");
  const locale = useKnownLocale();
  const zone = useZone();
  const roleWords = useRoleWords();
  const scopeWords = useScopeWords();
  const untilWords = useUntilWords();
  const [editing, setEditing] = useState(false);
  const end = useAccessChange(() => endGrant(grant.id));
  const givenAt = formatInstant(grant.givenAt, locale, zone);
  return (
    <li className="border-t border-line py-2 first:border-t-0">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <p>
            <span className="font-medium">{roleWords(grant.role)}</span> · {scopeWords(grant.scope)}
          </p>
          <p className="text-sm text-soft">
            {untilWords(grant)} ·{" "}
            {grant.givenBy === null ? t("given", { at: givenAt }) : t("givenBy", { at: givenAt, name: grant.givenBy })}
          </p>
        </div>
        {!grant.over && !editing && (
          <div className="flex gap-2">
            <Button onClick={() => setEditing(true)}>{t("lastDay")}</Button>
            <Confirm
              label={t("end")}
              title={t("endTitle")}
              text={t("endText", { role: roleWords(grant.role), scope: scopeWords(grant.scope) })}
              act={{ ...end, mutate: () => end.mutate(undefined) }}
            />
          </div>
        )}
      </div>
      {editing && <LastDayForm grant={grant} onDone={() => setEditing(false)} />}
    </li>
  );
}

function LastDayForm({ grant, onDone }: { grant: GrantShown; onDone: () => void }) {
  const t = useTranslations("admin.grants");
  const { today } = useShell();
  const [seen, setSeen] = useState(grant.endsAt);
  const [day, setDay] = useState(grant.until ?? "");
  const save = useAccessChange((until: string | null) => changeGrant(grant.id, { seen: { endsAt: seen }, until }), onDone);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(day === "" ? null : day, {
      onError: (error) => setSeen(seenSince(seenGrantSchema, { endsAt: seen }, error).endsAt),
    });
  };
  return (
    <form onSubmit={submit} className="mt-2 space-y-2">
      <div className="flex flex-wrap items-end gap-2">
        <label className="block w-44 text-sm">
          <span className="mb-1 block font-medium">{t("lastDay")}</span>
          <input type="date" min={today} value={day} onChange={(event) => setDay(event.target.value)} className={inputLook} />
        </label>
        <Button look="strong" type="submit" disabled={save.isPending}>
          {t("save")}
        </Button>
        <Button onClick={onDone}>{t("cancel")}</Button>
      </div>
      <p className="text-xs text-soft">{t("lastDayHelp")}</p>
      <Refused error={save.error} />
    </form>
  );
}
