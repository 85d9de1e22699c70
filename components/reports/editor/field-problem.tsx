"use client";

import { useTranslations } from "next-intl";
import { createContext, useContext } from "react";
import type { FieldProblem } from "./draft";
import { fieldRules } from "./field-rules";

const ProblemsContext = createContext<readonly FieldProblem[]>([]);
export const ProblemsProvider = ProblemsContext.Provider;

const idOfField = (field: string): string => `problem-${field.replaceAll(".", "-")}`;

/** What ties a control to what is wrong with its field. Problems deeper in the field are its own where `deep`. */
export function useFieldProblem(field: string, deep = false): { "aria-invalid"?: true; "aria-describedby"?: string } {
  const problem = useProblem(field, deep);
  return problem === undefined ? {} : { "aria-invalid": true, "aria-describedby": idOfField(field) };
}

function useProblem(field: string, deep: boolean): FieldProblem | undefined {
  return useContext(ProblemsContext).find((one) => one.field === field || (deep && one.field.startsWith(`${field}.`)));
}

/** What is wrong with a field, beside it; nothing where nothing is. */
export function FieldProblemText({ field, deep = false }: { field: string; deep?: boolean }) {
  const t = useTranslations("reports.problem");
  const problem = useProblem(field, deep);
  if (problem === undefined) return null;
  const rule = fieldRules.find((one) => one === problem.rule) ?? "format";
  return (
    <p id={idOfField(field)} className="mt-1 text-sm text-bad">
      {t(rule)}
    </p>
  );
}
