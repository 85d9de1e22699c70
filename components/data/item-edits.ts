import type { FieldKind } from "@/lib/contracts/describe-contract";
import type { Mend as SentMend } from "@/lib/ingest/quarantine/mend";

export type Mend = SentMend;
export type Edit = Extract<Mend, { kind: "fields" }>["edits"][number];
export type FieldPath = Edit["path"];

/** By the field's path, so that a field has one edit at most. */
export type Edits = ReadonlyMap<string, Edit>;

export const nameOf = (path: FieldPath): string => path.join(".");

export function withEdit(edits: Edits, path: FieldPath, edit: Edit | null): Edits {
  const next = new Map(edits);
  if (edit === null) next.delete(nameOf(path));
  else next.set(nameOf(path), edit);
  return next;
}

export const mendOf = (edits: Edits): Mend => ({ kind: "fields", edits: [...edits.values()] });

/** What was typed, as the field's contract takes it; text where it knows no better. */
export function typedValue(text: string, kind: FieldKind | null): string | number | string[] | null {
  switch (kind?.is) {
    case "number": {
      const number = Number(text);
      return text.trim() === "" || Number.isNaN(number) ? text : number;
    }
    case "either":
      return text.trim() === "" && kind.of.some((one) => one.is === "null")
        ? null
        : typedValue(text, kind.of.find((one) => one.is !== "null") ?? null);
    case "list":
      return text
        .split(",")
        .map((one) => one.trim())
        .filter((one) => one !== "");
    default:
      return text;
  }
}
