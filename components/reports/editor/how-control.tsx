"use client";

import { useTranslations } from "next-intl";
import { emailWays } from "@/lib/reports/manage/schedule-shapes";
import type { Delivery } from "@/lib/reports/recipients-shape";
import { InlineSelect } from "./inline-select";

/** How a report reaches its readers; the archive has it in any case. */
export function HowControl({ value, onChange }: { value: Delivery["email"]; onChange: (value: Delivery["email"]) => void }) {
  const t = useTranslations("reports");
  return (
    <InlineSelect
      label={t("editor.how")}
      field="delivery.email"
      value={value}
      options={emailWays.map((way) => ({ value: way, label: t(`how.${way}`) }))}
      onChange={onChange}
    />
  );
}
