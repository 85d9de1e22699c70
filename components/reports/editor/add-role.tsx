"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Called } from "@/lib/reports/manage/schedule-shapes";
import type { Recipient } from "@/lib/reports/recipients-shape";
import { PlaceSearch } from "../../scope/place-search";
import { Button } from "../../ui/button";
import { type NamedRole, useRoleWords } from "../words";
import { Choice } from "./choice";
import type { NamedPlace } from "./draft";

type Props = { roles: readonly NamedRole[]; onAdd: (recipient: Recipient, named: Partial<Called>) => void };

/** Everybody of a role, or of those whose part lies within a unit. */
export function AddRole({ roles, onAdd }: Props) {
  const t = useTranslations("reports.recipients");
  const words = useRoleWords();
  const [id, setId] = useState(roles[0]?.id ?? "");
  const [within, setWithin] = useState<NamedPlace | null>(null);
  const role = roles.find((one) => one.id === id);
  return (
    <div className="space-y-2">
      <Choice label={t("role")} value={id} options={roles.map((one) => ({ value: one.id, label: words(one) }))} onChange={setId} />
      {within === null ? (
        <div className="text-sm">
          <p className="mb-1">{t("within")}</p>
          <PlaceSearch kind="departments" without={new Set()} onChoose={setWithin} />
        </div>
      ) : (
        <p className="flex items-center gap-1 text-sm">
          {t("withinNow", { unit: within.name })}
          <button
            type="button"
            aria-label={t("withinRemove")}
            onClick={() => setWithin(null)}
            className="inline-flex size-6 cursor-pointer items-center justify-center rounded-sm hover:bg-sunken"
          >
            <X className="size-3.5" aria-hidden="true" />
          </button>
        </p>
      )}
      <Button
        disabled={role === undefined}
        onClick={() => {
          if (role === undefined) return;
          onAdd(
            { to: "role", role: role.id, within: within?.id ?? null },
            { roles: [role], places: within === null ? [] : [{ kind: "departments", ...within }] },
          );
          setWithin(null);
        }}
      >
        {t("addRole")}
      </Button>
    </div>
  );
}
