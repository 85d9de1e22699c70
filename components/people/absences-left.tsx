"use client";

import { useTranslations } from "next-intl";
import { nearLimit } from "@/lib/warehouse/advising/reasons-to-call";
import { Badge } from "../ui/badge";

/** The distance to the absence limit in words: past it, at it, near it, or a number. `past`: nothing can be done about it any more. */
export function AbsencesLeft({ left, past = false }: { left: number | null; past?: boolean }) {
  const t = useTranslations("absence");
  if (left === null) return <span className="text-soft">–</span>;
  if (past) return <span className="number text-soft">{left < 0 ? t("over") : left}</span>;
  if (left < 0) return <Badge tone="bad">{t("over")}</Badge>;
  if (left <= nearLimit) return <Badge tone="warn">{t("left", { left })}</Badge>;
  return <span className="number">{left}</span>;
}
