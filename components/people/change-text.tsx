"use client";

import { useTranslations } from "next-intl";
import { formatMeasure } from "../kpi/format";
import { useKnownLocale } from "../shell/shell-context";
import type { ChangeData } from "./fetch-advisees";

/** What is new of a student since the reader last looked, in a line. */
export function ChangeText({ changes }: { changes: readonly ChangeData[] }) {
  const t = useTranslations();
  const locale = useKnownLocale();
  const inWords = (change: ChangeData): string => {
    switch (change.kind) {
      case "new-student":
        return t("since.new-student");
      case "status":
        return t("since.status", { status: t(`registration.${change.status}`) });
      case "absences":
        return change.more > 0 ? t("since.more", { count: change.more }) : t("since.fewer", { count: -change.more });
      case "mark":
        return t("since.mark", {
          about: [change.title, change.course ?? change.section].filter((part) => part !== null).join(", "),
          score: formatMeasure(change.score, locale),
          most: formatMeasure(change.maxScore, locale),
        });
      case "letter":
        return t("since.letter", { course: change.course ?? change.section, letter: change.letter });
    }
  };
  return <>{changes.map(inWords).join(" · ")}</>;
}
