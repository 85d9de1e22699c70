"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Policies } from "@/lib/policies/policies-shape";
import { formatDay, formatValue } from "../../kpi/format";
import { useKnownLocale } from "../../shell/shell-context";
import { Card } from "../../ui/card";
import { fieldName, kpiName, type NamedField, type Names, namedFields, targetKpis, unitOfKpi, valueText } from "./policy-words";

const groups = ["attendance", "dropout", "suppression", "privacy", "retention"] as const;
export type FieldGroup = (typeof groups)[number];

/** The policy of today in words. */
export function CurrentPolicy({ page, names, action }: { page: Policies; names: Names; action: ReactNode }) {
  const t = useTranslations("admin.policies");
  const locale = useKnownLocale();
  const { policy, version } = page.current;
  const row = page.versions.find((one) => one.version === version);
  const since = row?.validFrom == null ? t("fromBeginning") : t("since", { day: formatDay(row.validFrom, locale, true) });
  const ahead = page.versions.find((one) => one.state === "ahead");
  const valueAt = (field: NamedField) => {
    const values: Record<NamedField, number | string | boolean | null> = {
      "attendance.lateWeight": policy.attendance.lateWeight,
      "attendance.excused": policy.attendance.excused,
      "attendance.absenceLimit": policy.attendance.absenceLimit,
      "attendance.chronicRate": policy.attendance.chronicRate,
      "attendance.chronicMinimum": policy.attendance.chronicMinimum,
      "dropout.window": policy.dropout.window,
      "dropout.census": policy.dropout.census,
      "dropout.countLeave": policy.dropout.countLeave,
      "suppression.threshold": policy.suppression.threshold,
      "privacy.lookUpReason": policy.privacy.lookUpReason,
      "retention.sessions": policy.retention.sessions,
      "retention.links": policy.retention.links,
      "retention.attempts": policy.retention.attempts,
      "retention.quarantine": policy.retention.quarantine,
      "retention.releases": policy.retention.releases,
      "retention.documents": policy.retention.documents,
      "retention.mails": policy.retention.mails,
      "retention.events": policy.retention.events,
    };
    return valueText(t, locale, { path: field }, values[field]);
  };
  const aimed = targetKpis.flatMap((kpi) => {
    const value = policy.targets[kpi];
    return value === undefined ? [] : [[kpiName(kpi, locale), formatValue(value, unitOfKpi(kpi), locale)] as const];
  });
  const narrow = policy.narrowTargets.map(({ kpi, orgUnit, term, value }) => {
    const target = { kpi, orgUnit: orgUnit ?? null, term: term ?? null };
    const path = { path: "narrowTargets", target };
    return [fieldName(t, locale, path, names), valueText(t, locale, path, value)] as const;
  });
  const targets = [...aimed, ...narrow];
  return (
    <Card title={t("current", { version })} note={since} aside={action}>
      {ahead?.validFrom != null && (
        <p className="mb-3 rounded-md bg-sunken px-3 py-2 text-sm">
          {t("aheadNote", { version: ahead.version, day: formatDay(ahead.validFrom, locale, true) })}
        </p>
      )}
      <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
        {groups.map((group) => (
          <Group key={group} title={t(`group.${group}`)}>
            {namedFields
              .filter((field) => field.startsWith(`${group}.`))
              .map((field) => (
                <Fact key={field} name={t(`field.${field}`)}>
                  {valueAt(field)}
                </Fact>
              ))}
          </Group>
        ))}
        <Group title={t("group.targets")}>
          {targets.length === 0 && <Fact name={t("noTargets")}>{t("none")}</Fact>}
          {targets.map(([name, value]) => (
            <Fact key={name} name={name}>
              <span className="number">{value}</span>
            </Fact>
          ))}
        </Group>
      </div>
    </Card>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-1 border-b border-line pb-1 text-sm font-semibold">{title}</h3>
      <dl className="space-y-1 text-sm">{children}</dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-2 gap-x-3">
      <dt className="text-soft">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
