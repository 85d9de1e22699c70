"use client";

import { useTranslations } from "next-intl";
import { PolicyProblem } from "./fetch-policies";

const known = ["latest", "planned", "changed", "required", "begun", "withdrawn", "built-in", "unique", "order", "term"] as const;
type Known = (typeof known)[number];
export const knownRules: readonly string[] = known;

const isKnown = (rule: string | undefined): rule is Known => known.some((one) => one === rule);

/** Why something was refused, in words. */
export function ProblemText({ error }: { error: Error }) {
  const t = useTranslations("admin.policies");
  const facts = error instanceof PolicyProblem ? error.facts : null;
  const rule = facts?.rule;
  const text = isKnown(rule)
    ? t(`problem.${rule}`)
    : facts?.code === "bad-request"
      ? t("invalid", { field: facts.field ?? "" })
      : t("failed");
  return (
    <p role="alert" className="my-2 rounded-md bg-warn-soft p-3 text-warn">
      {text}
    </p>
  );
}
