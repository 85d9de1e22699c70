"use client";

import { Plus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import type { NarrowTarget, Policy } from "@/lib/kpis/policy";
import type { KpiId } from "@/lib/kpis/question";
import type { Policies } from "@/lib/policies/policies-shape";
import { useKnownLocale } from "../../shell/shell-context";
import { Button } from "../../ui/button";
import { Select } from "../../ui/select";
import { Fields, NumberField } from "./form-fields";
import { kpiName, targetKpis, unitOfKpi } from "./policy-words";

type Props = {
  policy: Policy;
  set: (policy: Policy) => void;
  page: Policies;
  /** Told whether all that is begun is complete. */
  setComplete: (complete: boolean) => void;
};

/** Typed in percent, kept as a ratio, without what binary fractions add. */
const toValue = (kpi: KpiId, typed: number) => (unitOfKpi(kpi) === "ratio" ? Number((typed / 100).toFixed(6)) : typed);
const toTyped = (kpi: KpiId, value: number) => (unitOfKpi(kpi) === "ratio" ? Number((value * 100).toFixed(4)) : value);
const most = (kpi: KpiId) => (unitOfKpi(kpi) === "ratio" ? 100 : 5);

/** What the institution aims at, and where a unit or a term aims at something else. */
export function TargetFields({ policy, set, page, setComplete }: Props) {
  const t = useTranslations("admin.policies");
  const locale = useKnownLocale();
  const aim = (kpi: KpiId, typed: number | null) => {
    const { [kpi]: _, ...others } = policy.targets;
    set({ ...policy, targets: typed === null ? others : { ...others, [kpi]: toValue(kpi, typed) } });
  };
  return (
    <>
      <Fields title={t("group.targets")}>
        {targetKpis.map((kpi) => (
          <NumberField
            key={kpi}
            label={kpiName(kpi, locale)}
            value={policy.targets[kpi] === undefined ? null : toTyped(kpi, policy.targets[kpi])}
            min={0}
            max={most(kpi)}
            step={unitOfKpi(kpi) === "ratio" ? 0.1 : 0.01}
            unit={unitOfKpi(kpi) === "ratio" ? "%" : t("points")}
            empty="–"
            onChange={(typed) => aim(kpi, typed)}
          />
        ))}
      </Fields>
      <NarrowTargets policy={policy} set={set} page={page} setComplete={setComplete} />
    </>
  );
}

type Line = { id: number; kpi: KpiId; orgUnit: string; term: string; typed: number | null };

/** A line that names neither unit nor term, or has no number, is not complete: it says so and is no target yet. */
function NarrowTargets({ policy, set, page, setComplete }: Props) {
  const t = useTranslations("admin.policies");
  const next = useRef(policy.narrowTargets.length);
  const [lines, setLines] = useState<Line[]>(() =>
    policy.narrowTargets.map(({ kpi, orgUnit, term, value }, id) => ({
      id,
      kpi,
      orgUnit: orgUnit ?? "",
      term: term ?? "",
      typed: toTyped(kpi, value),
    })),
  );
  const update = (changed: Line[]) => {
    setLines(changed);
    setComplete(changed.every((line) => toTarget(line) !== null));
    set({ ...policy, narrowTargets: changed.flatMap((line) => toTarget(line) ?? []) });
  };
  const add = () => {
    next.current += 1;
    update([...lines, { id: next.current, kpi: "attendance-rate", orgUnit: "", term: "", typed: null }]);
  };
  return (
    <fieldset className="border-t border-line pt-3">
      <legend className="float-left pr-3 text-sm font-semibold">{t("narrow.title")}</legend>
      <p className="clear-both mb-3 max-w-prose text-xs text-soft">{t("narrow.rule")}</p>
      <ul className="space-y-2">
        {lines.map((line) => (
          <TargetLine
            key={line.id}
            line={line}
            page={page}
            set={(changed) => update(lines.map((one) => (one.id === line.id ? changed : one)))}
            remove={() => update(lines.filter((one) => one.id !== line.id))}
          />
        ))}
      </ul>
      <Button className="mt-2" onClick={add}>
        <Plus className="size-4" aria-hidden="true" /> {t("narrow.add")}
      </Button>
    </fieldset>
  );
}

function toTarget({ kpi, orgUnit, term, typed }: Line): NarrowTarget | null {
  if (typed === null || (orgUnit === "" && term === "")) return null;
  return { kpi, value: toValue(kpi, typed), ...(orgUnit === "" ? {} : { orgUnit }), ...(term === "" ? {} : { term }) };
}

function TargetLine({ line, page, set, remove }: { line: Line; page: Policies; set: (line: Line) => void; remove: () => void }) {
  const t = useTranslations("admin.policies");
  const locale = useKnownLocale();
  const { kpi, orgUnit, term } = line;
  const incomplete = toTarget(line) === null;
  return (
    <li className="flex flex-wrap items-end gap-2">
      <Select
        label={t("narrow.kpi")}
        className="w-48"
        value={kpi}
        options={targetKpis.map((id) => ({ value: id, label: kpiName(id, locale) }))}
        onChange={(event) => set({ ...line, kpi: targetKpis.find((id) => id === event.target.value) ?? kpi })}
      />
      <Select
        label={t("narrow.unit")}
        className="w-48"
        value={orgUnit}
        options={[{ value: "", label: t("narrow.anyUnit") }, ...page.units.map(({ id, name }) => ({ value: id, label: name }))]}
        onChange={(event) => set({ ...line, orgUnit: event.target.value })}
      />
      <Select
        label={t("narrow.term")}
        className="w-40"
        value={term}
        options={[
          { value: "", label: t("narrow.anyTerm") },
          ...page.terms.map((one) => ({ value: one.term, label: one.name ?? one.term })),
        ]}
        onChange={(event) => set({ ...line, term: event.target.value })}
      />
      <NumberField
        label={t("narrow.value")}
        value={line.typed}
        min={0}
        max={most(kpi)}
        step={unitOfKpi(kpi) === "ratio" ? 0.1 : 0.01}
        unit={unitOfKpi(kpi) === "ratio" ? "%" : t("points")}
        onChange={(typed) => set({ ...line, typed })}
      />
      <Button aria-label={t("narrow.remove")} className="px-2" onClick={remove}>
        <X className="size-4" aria-hidden="true" />
      </Button>
      {incomplete && <span className="text-xs text-warn">{t("narrow.incomplete")}</span>}
    </li>
  );
}
