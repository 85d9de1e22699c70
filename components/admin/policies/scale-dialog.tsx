"use client";

import { ArrowUp, Plus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import type { ScaleRow } from "@/lib/policies/policies-shape";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { saveScale } from "./fetch-policies";
import { Check, NumberField, TextField } from "./form-fields";
import { ProblemText } from "./problem-text";
import { usePolicyChange } from "./use-policies";

type Letter = ScaleRow["letters"][number];
type Line = Letter & { id: number };
const blank: Letter = { letter: "", points: null, failing: false, low: false };

/** A scale of the institution's own; null: a new one. */
export function ScaleDialog({ scale, onClose }: { scale: ScaleRow | null; onClose: () => void }) {
  const t = useTranslations("admin.policies.scales");
  const [name, setName] = useState(scale?.scale ?? "");
  const [lines, setLines] = useState<Line[]>(() => (scale?.letters ?? [blank, blank]).map((letter, id) => ({ ...letter, id })));
  const next = useRef(lines.length);
  const save = usePolicyChange(saveScale, onClose);
  const add = () => {
    next.current += 1;
    setLines([...lines, { ...blank, id: next.current }]);
  };
  return (
    <Dialog title={scale === null ? t("add") : t("editScale", { scale: scale.scale })} close={t("close")} open onOpenChange={onClose}>
      <form
        className="space-y-3"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ scale: name, letters: lines.map(({ id: _, ...letter }) => letter) });
        }}
      >
        <p className="text-sm text-soft">{scale?.grades === true ? t("editText") : t("addText")}</p>
        {scale === null && <TextField label={t("name")} help={t("nameHelp")} value={name} required max={100} onChange={setName} />}
        <ol className="space-y-2">
          {lines.map((line, index) => (
            <LetterLine
              key={line.id}
              line={line}
              set={(changed) => setLines(lines.map((one) => (one.id === line.id ? changed : one)))}
              up={index === 0 ? null : () => setLines(lines.toSpliced(index - 1, 2, line, lines[index - 1] ?? line))}
              remove={lines.length <= 2 ? null : () => setLines(lines.filter((one) => one.id !== line.id))}
            />
          ))}
        </ol>
        <Button onClick={add}>
          <Plus className="size-4" aria-hidden="true" /> {t("addLetter")}
        </Button>
        {save.isError && <ProblemText error={save.error} />}
        <div className="flex gap-2 pt-1">
          <Button type="submit" look="strong" disabled={save.isPending}>
            {t("save")}
          </Button>
          <Button onClick={onClose}>{t("close")}</Button>
        </div>
      </form>
    </Dialog>
  );
}

type LineProps = { line: Line; set: (line: Line) => void; up: (() => void) | null; remove: (() => void) | null };

function LetterLine({ line, set, up, remove }: LineProps) {
  const t = useTranslations("admin.policies.scales");
  return (
    <li className="flex flex-wrap items-end gap-3 border-b border-line pb-2">
      <div className="w-24">
        <TextField label={t("letter")} value={line.letter} required max={20} onChange={(letter) => set({ ...line, letter })} />
      </div>
      <NumberField
        label={t("points")}
        value={line.points}
        min={0}
        max={100}
        step={0.01}
        empty={t("noPoints")}
        onChange={(points) => set({ ...line, points })}
      />
      <div className="flex h-8 items-center gap-3">
        <Check
          label={t("low")}
          checked={line.low || line.failing}
          onChange={(low) => set({ ...line, low, failing: low && line.failing })}
        />
        <Check label={t("failing")} checked={line.failing} onChange={(failing) => set({ ...line, failing, low: failing || line.low })} />
      </div>
      <div className="ml-auto flex gap-1">
        <Button aria-label={t("up", { letter: line.letter })} className="px-2" disabled={up === null} onClick={() => up?.()}>
          <ArrowUp className="size-4" aria-hidden="true" />
        </Button>
        <Button aria-label={t("remove", { letter: line.letter })} className="px-2" disabled={remove === null} onClick={() => remove?.()}>
          <X className="size-4" aria-hidden="true" />
        </Button>
      </div>
    </li>
  );
}
