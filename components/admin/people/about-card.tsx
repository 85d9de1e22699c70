"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ShownPerson } from "@/lib/access/administration/shapes";
import { formatInstant } from "../../kpi/format";
import { useKnownLocale, useZone } from "../../shell/shell-context";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Confirm } from "../access/confirm";
import { changePerson, renewLink } from "../access/fetch-access";
import { LinkOnce } from "../access/link-once";
import { Refused } from "../access/refused";
import { useAccessChange } from "../access/use-access";
import { ViewAsButton } from "../view-as-button";
import { PersonForm } from "./person-form";
import { PersonStateBadge } from "./person-state";

/** Who somebody is, and whether they may sign in at all. */
export function AboutCard({ person, className }: { person: ShownPerson; className?: string }) {
  const t = useTranslations("admin.person");
  const locale = useKnownLocale();
  const zone = useZone();
  const [editing, setEditing] = useState(false);
  const disabled = person.state === "disabled";
  const { name, boundTo } = person;
  const seesWhole = person.grants.some(({ over, scope }) => !over && scope.kind === "institution");
  const setDisabled = useAccessChange((to: boolean) => changePerson(person.id, { seen: { name, boundTo, disabled }, disabled: to }));
  const link = useAccessChange(() => renewLink(person.id));
  const facts: [string, string][] = [
    [t("email"), person.email],
    [t("boundTo"), boundTo ?? t("boundToNobody")],
    [t("createdAt"), formatInstant(person.createdAt, locale, zone)],
    [t("lastSignInAt"), person.lastSignInAt === null ? t("never") : formatInstant(person.lastSignInAt, locale, zone)],
  ];
  return (
    <Card title={name} aside={<PersonStateBadge state={person.state} demo={person.demo} />} className={className}>
      {editing ? (
        <PersonForm person={person} onDone={() => setEditing(false)} />
      ) : (
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
          {facts.map(([term, value]) => (
            <div key={term} className="contents">
              <dt className="text-soft">{term}</dt>
              <dd className="min-w-0 break-words">{value}</dd>
            </div>
          ))}
        </dl>
      )}
      <div className="mt-3 space-y-3">
        {link.data !== undefined && <LinkOnce path={link.data.path} hours={link.data.hours} />}
        {!person.demo && <Refused error={link.error} />}
        {disabled && <Refused error={setDisabled.error} />}
        {!editing && (
          <div className="flex flex-wrap gap-2">
            <Button onClick={() => setEditing(true)}>{t("change")}</Button>
            {!disabled && <ViewAsButton user={person.id} seesWhole={seesWhole} />}
            {!person.demo && !disabled && (
              <Button disabled={link.isPending} onClick={() => link.mutate(undefined)}>
                {t("newLink")}
              </Button>
            )}
            {disabled ? (
              <Button disabled={setDisabled.isPending} onClick={() => setDisabled.mutate(false)}>
                {t("enable")}
              </Button>
            ) : (
              !person.own && (
                <Confirm
                  label={t("disable")}
                  title={t("disableTitle", { name })}
                  text={t("disableText")}
                  act={{ ...setDisabled, mutate: () => setDisabled.mutate(true) }}
                />
              )
            )}
          </div>
        )}
      </div>
    </Card>
  );
}
