"use client";

import { type ReactNode, useId } from "react";
import { FieldProblemText, useFieldProblem } from "./field-problem";

type Ids = { id: string; "aria-invalid"?: true; "aria-describedby"?: string };
type Props = { label: string; field?: string; help?: string; children: (ids: Ids) => ReactNode };

export const controlLook = "h-8 w-full rounded-md border border-edge bg-surface px-2 text-sm text-ink";

/** A labelled control with what it means and what is wrong with it beneath. */
export function Labelled({ label, field = "", help, children }: Props) {
  const id = useId();
  const problem = useFieldProblem(field);
  const described = [problem["aria-describedby"], help === undefined ? undefined : `${id}-help`]
    .filter((one) => one !== undefined)
    .join(" ");
  return (
    <div className="min-w-0 text-sm">
      <label htmlFor={id} className="mb-1 block font-medium">
        {label}
      </label>
      {children({ id, ...problem, ...(described === "" ? {} : { "aria-describedby": described }) })}
      {help !== undefined && (
        <p id={`${id}-help`} className="mt-1 text-xs text-soft">
          {help}
        </p>
      )}
      <FieldProblemText field={field} />
    </div>
  );
}
