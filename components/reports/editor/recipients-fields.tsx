"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Called } from "@/lib/reports/manage/schedule-shapes";
import type { Recipient } from "@/lib/reports/recipients-shape";
import { Toggle } from "../../ui/toggle";
import { type NamedRole, useRecipientWords } from "../words";
import { AddAddress } from "./add-address";
import { AddRole } from "./add-role";
import type { Draft } from "./draft";
import { FieldProblemText } from "./field-problem";
import { PersonSearch } from "./person-search";

type Props = {
  draft: Draft;
  roles: readonly NamedRole[];
  mayAdd: boolean;
  choosesScope: boolean;
  onChange: (change: Partial<Draft>) => void;
};
type Kind = Recipient["to"];

/** Everybody who gets the report, each one of their own; who may send to others adds people, roles and addresses outside. */
export function RecipientsFields({ draft: { recipients, called }, roles, mayAdd, choosesScope, onChange }: Props) {
  const t = useTranslations("reports.recipients");
  const words = useRecipientWords();
  const [kind, setKind] = useState<Kind>("role");
  const add = (recipient: Recipient, named: Partial<Called> = {}) => {
    const known = recipients.some((one) => keyOf(one) === keyOf(recipient));
    onChange({
      recipients: known ? recipients : [...recipients, recipient],
      called: {
        users: [...called.users, ...(named.users ?? [])],
        roles: [...called.roles, ...(named.roles ?? [])],
        places: [...called.places, ...(named.places ?? [])],
      },
    });
  };
  return (
    <fieldset id="recipients" tabIndex={-1} className="min-w-0 scroll-mt-4 space-y-3">
      <legend className="sr-only">{t("title")}</legend>
      <p className="text-sm text-soft">{t(mayAdd ? "text" : "ownText")}</p>
      <ul aria-label={t("title")} className="space-y-1">
        {recipients.map((recipient, index) => (
          <li key={keyOf(recipient)}>
            <span className="inline-flex max-w-full items-center gap-1 rounded-md bg-accent-soft py-0.5 pl-2 pr-1 text-sm">
              <span className="truncate">
                {words(recipient, called)}
                {recipient.to === "address" && (
                  <span className="text-soft">
                    {" "}
                    {t("sees", {
                      scope: scopeText(recipient.scope, called, t("institution")),
                      language: t(`language.${recipient.language}`),
                    })}
                  </span>
                )}
              </span>
              {mayAdd && (
                <button
                  type="button"
                  aria-label={t("remove", { name: words(recipient, called) })}
                  onClick={() => onChange({ recipients: recipients.filter((one) => one !== recipient) })}
                  className="inline-flex size-6 shrink-0 cursor-pointer items-center justify-center rounded-sm hover:bg-surface"
                >
                  <X className="size-3.5" aria-hidden="true" />
                </button>
              )}
            </span>
            <FieldProblemText field={`recipients.${index}`} deep />
          </li>
        ))}
      </ul>
      <FieldProblemText field="recipients" />
      {mayAdd && (
        <div className="space-y-2 rounded-md border border-line p-3">
          <Toggle
            label={t("addWhom")}
            value={kind}
            options={(["role", "user", "address"] as const).map((value) => ({ value, label: t(`add.${value}`) }))}
            onChange={setKind}
          />
          {kind === "role" && <AddRole roles={roles} onAdd={add} />}
          {kind === "user" && (
            <PersonSearch
              label={t("person")}
              without={recipients.flatMap((one) => (one.to === "user" ? [one.user] : []))}
              onChoose={({ id, name }) => add({ to: "user", user: id }, { users: [{ id, name }] })}
            />
          )}
          {kind === "address" && <AddAddress choosesScope={choosesScope} onAdd={add} />}
        </div>
      )}
    </fieldset>
  );
}

const keyOf = (recipient: Recipient): string =>
  recipient.to === "user"
    ? recipient.user
    : recipient.to === "role"
      ? `${recipient.role} ${recipient.within ?? ""}`
      : recipient.address.toLowerCase();

function scopeText(scope: Extract<Recipient, { to: "address" }>["scope"], { places }: Called, institution: string): string {
  if (scope.kind === "institution") return institution;
  const ids = scope.kind === "org-units" ? scope.orgUnits : scope.kind === "courses" ? scope.courses : scope.sections;
  return ids.map((id) => places.find((place) => place.id === id)?.name ?? id).join(", ");
}
