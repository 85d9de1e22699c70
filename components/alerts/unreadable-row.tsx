"use client";

import { useTranslations } from "next-intl";
import type { UnreadableRule } from "@/lib/alerts/manage/rules-shape";
import { RemoveRule } from "./remove-rule";

/** A rule that cannot be read: it counts among those that one may have, and can be removed. */
export function UnreadableRow({ rule: { id, name } }: { rule: UnreadableRule }) {
  const t = useTranslations("alerts");
  return (
    <div>
      <h3 className="font-medium">{name}</h3>
      <p className="text-sm text-warn">{t("unreadable")}</p>
      <div className="mt-2 flex flex-wrap gap-2">
        <RemoveRule id={id} name={name} />
      </div>
    </div>
  );
}
