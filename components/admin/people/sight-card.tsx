"use client";

import { useTranslations } from "next-intl";
import type { ShownPerson } from "@/lib/access/administration/shapes";
import { institutionPermissions } from "@/lib/access/permissions";
import type { Sight } from "@/lib/warehouse/access/explain-shape";
import { PartState } from "../../data/part-state";
import { formatCount } from "../../kpi/format";
import { useKnownLocale } from "../../shell/shell-context";
import { Card } from "../../ui/card";
import { EmptyState } from "../../ui/empty-state";
import { useSight } from "../access/use-access";

/** What somebody sees now, all grants together. */
export function SightCard({ person, className }: { person: ShownPerson; className?: string }) {
  const t = useTranslations("admin.sight");
  const query = useSight(person.id);
  return (
    <Card title={t("title")} note={t("text")} className={className}>
      <PartState query={query} height={160}>
        {(sight) =>
          sight.figures === null ? <EmptyState title={t("nothing")} text={t("nothingHelp")} height={48} /> : <Seen sight={sight} />
        }
      </PartState>
    </Card>
  );
}

function Seen({ sight }: { sight: Sight }) {
  const t = useTranslations("admin.sight");
  const p = useTranslations("admin.permission");
  const locale = useKnownLocale();
  const places = (some: Sight["units"]) => {
    const rest = some.count - some.first.length;
    return [...some.first.map(({ name }) => name), ...(rest > 0 ? [t("more", { count: formatCount(rest, locale) })] : [])].join(", ");
  };
  const may = institutionPermissions.filter((permission) => sight.may.includes(permission));
  const facts: [string, string, string][] = [
    [t("figures"), sight.figures === "exact" ? t("exact") : t("suppressed"), ""],
    [t("units"), formatCount(sight.units.count, locale), sight.everything ? t("everything") : places(sight.units)],
    [t("courses"), formatCount(sight.courses.count, locale), sight.everything ? "" : places(sight.courses)],
    [t("sections"), formatCount(sight.sections.count, locale), sight.everything ? "" : places(sight.sections)],
    [t("students"), formatCount(sight.students, locale), ""],
    [t("named"), formatCount(sight.named, locale), ""],
    [t("recordable"), formatCount(sight.recordable, locale), ""],
  ];
  return (
    <>
      <dl className="space-y-1">
        {facts.map(([term, value, more]) => (
          <div key={term} className="flex flex-wrap justify-between gap-x-4">
            <dt className="text-soft">{term}</dt>
            <dd className="number text-right">{value}</dd>
            {more !== "" && <dd className="w-full text-sm text-soft">{more}</dd>}
          </div>
        ))}
      </dl>
      {may.length > 0 && (
        <div className="mt-3">
          <h3 className="font-medium">{t("may")}</h3>
          <ul className="list-disc pl-5">
            {may.map((permission) => (
              <li key={permission}>{p(`${permission}.name`)}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
