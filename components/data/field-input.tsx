"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { FieldKind } from "@/lib/contracts/describe-contract";
import { Select } from "../ui/select";
import { type Edit, typedValue } from "./item-edits";

type Value = Extract<Edit, { action: "set" }>["value"];
type Props = { name: string; kind: FieldKind | null; value: Value; onChange: (value: Value) => void };

/** A new value for a field: one of those that its contract takes, or as it is typed. */
export function FieldInput({ name, kind, value, onChange }: Props) {
  const t = useTranslations("data.mend");
  // What is typed, and not what it comes to: "2." must not become "2" under the reader's hands.
  const [text, setText] = useState(value === null ? "" : String(value));
  const label = t("newValue", { field: name });
  if (kind?.is === "choice") {
    const current = typeof value === "string" ? value : "";
    const values = kind.values.includes(current) ? kind.values : [current, ...kind.values];
    return (
      <Select
        label={label}
        value={current}
        options={values.map((one) => ({ value: one, label: one === "" ? t("choose") : one }))}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  }
  return (
    <input
      aria-label={label}
      value={text}
      type={kind?.is === "day" ? "date" : "text"}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => {
        setText(event.target.value);
        onChange(typedValue(event.target.value, kind));
      }}
      className="h-8 w-64 max-w-full rounded-md border border-edge bg-surface px-2 text-ink"
    />
  );
}
