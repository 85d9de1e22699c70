"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ShownPerson } from "@/lib/access/administration/shapes";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { EmptyState } from "../../ui/empty-state";
import { GiveDialog } from "./give-dialog";
import { GrantRow } from "./grant-row";

/** What is given to somebody; what was, on demand. */
export function GrantsCard({ person }: { person: ShownPerson }) {
  const t = useTranslations("admin.grants");
  const [past, setPast] = useState(false);
  const holding = person.grants.filter(({ over }) => !over);
  const over = person.grants.filter((grant) => grant.over);
  return (
    <Card title={t("title")} aside={<GiveDialog person={person} />} note={t("text")}>
      {holding.length === 0 && <EmptyState title={t("none")} text={t("noneHelp")} height={64} />}
      <ul>
        {holding.map((grant) => (
          <GrantRow key={grant.id} grant={grant} />
        ))}
      </ul>
      {over.length > 0 && (
        <div className="pt-2">
          <Button look="link" className="text-sm" aria-expanded={past} onClick={() => setPast(!past)}>
            {past ? t("hidePast") : t("showPast", { count: over.length })}
          </Button>
          {past && (
            <ul className="text-soft">
              {over.map((grant) => (
                <GrantRow key={grant.id} grant={grant} />
              ))}
            </ul>
          )}
        </div>
      )}
    </Card>
  );
}
