"use client";

import { useTranslations } from "next-intl";
import type { Explanation, Levels, Reason, Step } from "@/lib/warehouse/access/explain-shape";
import { formatDay } from "../../kpi/format";
import { useKnownLocale } from "../../shell/shell-context";
import { Badge } from "../../ui/badge";
import { useRoleWords, useScopeWords } from "../access/words";

type Props = { person: string; thing: string; explanation: Explanation };

/** Yes or no, at which level, and each grant that gives it. */
export function ExplanationText({ person, thing, explanation }: Props) {
  const t = useTranslations("admin.explain");
  const roleWords = useRoleWords();
  const { levels, disabled, reasons, suppressedBy, threshold } = explanation;
  if (levels.figures === null) {
    return (
      <p>
        <Badge tone="bad">{t("no")}</Badge> {disabled ? t("disabled", { person }) : t("noneReaches", { person, thing })}
      </p>
    );
  }
  return (
    <div className="space-y-3">
      <p>
        <Badge tone="accent">{t("yes")}</Badge> {t("sees", { person, thing })}
      </p>
      <LevelList levels={levels} threshold={threshold} />
      {suppressedBy.length > 0 && (
        <p className="text-sm text-soft">{t("suppressedBy", { roles: suppressedBy.map(roleWords).join(", "), threshold })}</p>
      )}
      <div>
        <h3 className="font-medium">{t("because")}</h3>
        <ul className="list-disc space-y-1 pl-5">
          {reasons.map((reason) => (
            <li key={reason.grant}>
              <ReasonText reason={reason} />
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

/** Each level by itself: what is not allowed is said too. */
function LevelList({ levels, threshold }: { levels: Levels; threshold: number }) {
  const t = useTranslations("admin.explain");
  const lines: [string, boolean][] = [
    [levels.figures === "exact" ? t("exact") : t("suppressed", { threshold }), true],
    ...(levels.partOnly ? ([[t("partOnly"), true]] satisfies [string, boolean][]) : []),
    [t("students"), levels.students],
    [t("names"), levels.names],
    [t("rolls"), levels.rolls],
  ];
  return (
    <ul className="grid gap-x-6 gap-y-1 sm:grid-cols-2">
      {lines.map(([text, allowed]) => (
        <li key={text} className={allowed ? "" : "text-soft"}>
          {allowed ? text : t("not", { what: text })}
        </li>
      ))}
    </ul>
  );
}

function ReasonText({ reason }: { reason: Reason }) {
  const t = useTranslations("admin.explain");
  const locale = useKnownLocale();
  const roleWords = useRoleWords();
  const scopeWords = useScopeWords();
  const stepWords = useStepWords();
  const { role, scope, until, through, line, levels } = reason;
  const grant = t("grant", { role: roleWords(role), scope: scopeWords(scope) });
  const end = until === null ? "" : t("until", { day: formatDay(until, locale, true) });
  const how = [
    ...(through.length === 0
      ? []
      : [scope.kind === "instructor" ? t("teaches", { sections: through.join(", ") }) : t("isIn", { sections: through.join(", ") })]),
    ...stepWords(line),
  ];
  return (
    <>
      {grant}
      {end}
      {how.length > 0 && `; ${how.join("; ")}`}
      {!levels.students && <span className="text-soft"> {t("figuresOnly")}</span>}
    </>
  );
}

/** Each step of a line: what hangs on what. */
function useStepWords(): (line: readonly Step[]) => string[] {
  const t = useTranslations("admin.explain");
  return (line) =>
    line.slice(1).map((above, index) => {
      const below = line[index];
      const names = { below: below?.name ?? "", above: above.name };
      if (below?.kind === "sections" && above.kind === "courses") return t("sectionOf", names);
      return below?.kind === "departments" ? t("under", names) : t("hangsOn", names);
    });
}
