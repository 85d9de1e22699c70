"use client";

import { useTranslations } from "next-intl";
import { AccessProblem } from "../access/fetch-access";

/** Rules that have words of their own; others are told by the server's own. */
export const mappingRules = ["required", "text", "min", "max", "exists", "placeholder", "unique", "more-than-held"] as const;
const fields = ["claim", "value", "role", "scope"] as const;

/** What the server did not take: which field, by which rule, and what it found there. */
export function MappingRefused({ error }: { error: Error | null }) {
  const t = useTranslations("admin.signIn");
  if (error === null) return null;
  const refusal = error instanceof AccessProblem ? error.refusal : null;
  const field = fields.find((one) => refusal?.field?.split(".")[0] === one);
  const rule = mappingRules.find((one) => one === refusal?.rule);
  const { found } = refusal ?? {};
  return (
    <p role="alert" className="break-words rounded-md bg-warn-soft p-3 text-sm text-warn">
      {field === undefined || rule === undefined ? t("failed") : t("refused", { field: t(`field.${field}`), rule: t(`rule.${rule}`) })}
      {found !== undefined && found !== null && found !== "" && ` ${t("found", { found: String(found) })}`}
    </p>
  );
}
