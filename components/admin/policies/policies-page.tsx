"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Policies } from "@/lib/policies/policies-shape";
import { PartState } from "../../data/part-state";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { CurrentPolicy } from "./current-policy";
import { PolicyForm } from "./policy-form";
import type { Names } from "./policy-words";
import { Recomputations } from "./recomputations";
import { ScalesCard } from "./scales-card";
import { TermsCard } from "./terms-card";
import { usePolicies } from "./use-policies";
import { VersionsTable } from "./versions-table";

/** By which rules figures are counted and shown: what holds, what held, what will; terms, scales and the zone beside them. */
export function PoliciesPage() {
  return (
    <PartState query={usePolicies()} height={320}>
      {(page) => <Loaded page={page} />}
    </PartState>
  );
}

function Loaded({ page }: { page: Policies }) {
  const t = useTranslations("admin.policies");
  const router = useRouter();
  const [editing, setEditing] = useState(false);
  const [saved, setSaved] = useState<number | null>(null);
  const names = namesOf(page);
  const edit = () => {
    setSaved(null);
    setEditing(true);
  };
  return (
    <div className="space-y-4">
      <p className="max-w-prose text-soft">{t("text")}</p>
      {saved !== null && (
        <p role="status" className="rounded-md bg-accent-soft px-3 py-2">
          {t("saved", { version: saved })}
        </p>
      )}
      <CurrentPolicy page={page} names={names} action={editing ? null : <Button onClick={edit}>{t("change")}</Button>} />
      {editing && (
        <PolicyForm
          page={page}
          names={names}
          onDone={(version) => {
            setEditing(false);
            // What the rest of the page knows of the policy was read with the page.
            if (version !== null) router.refresh();
            setSaved(version);
          }}
        />
      )}
      <VersionsTable page={page} names={names} />
      <TermsCard terms={page.terms} />
      <Recomputations rows={page.recomputations} />
      <ScalesCard scales={page.scales} />
      <Card title={t("zone.title")}>
        <p className="max-w-prose text-sm">{t("zone.text", { zone: page.timeZone })}</p>
      </Card>
    </div>
  );
}

function namesOf({ units, terms }: Policies): Names {
  const unitNames = new Map(units.map(({ id, name }) => [id, name]));
  const termNames = new Map(terms.map(({ term, name }) => [term, name ?? term]));
  return { unit: (id) => unitNames.get(id) ?? id, term: (id) => termNames.get(id) ?? id };
}
