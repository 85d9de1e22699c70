"use client";

import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { Button } from "../../ui/button";

/** A text to take along: by a button, and where the browser keeps its clipboard from us by having it selected. */
export function CopyField({ label, text, lines = 1 }: { label: string; text: string; lines?: number }) {
  const t = useTranslations("keys.copy");
  const field = useRef<HTMLTextAreaElement>(null);
  const [state, setState] = useState<"not" | "copied" | "selected">("not");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setState("copied");
    } catch {
      // Over plain HTTP a page has no clipboard, and elsewhere it may be forbidden: whoever reads copies it by key.
      field.current?.focus();
      field.current?.select();
      setState("selected");
    }
  };
  return (
    <div>
      <div className="mb-1 flex items-center justify-between gap-3">
        <span className="text-sm font-medium" aria-hidden="true">
          {label}
        </span>
        <Button onClick={() => void copy()} aria-label={t("copyThis", { what: label })}>
          {state === "copied" ? <Check className="size-4" aria-hidden="true" /> : <Copy className="size-4" aria-hidden="true" />}
          {state === "copied" ? t("copied") : t("copy")}
        </Button>
      </div>
      <textarea
        ref={field}
        readOnly
        aria-label={label}
        value={text}
        rows={lines}
        spellCheck={false}
        onFocus={(event) => event.currentTarget.select()}
        className="block field-sizing-content w-full resize-none break-all rounded-md border border-edge bg-sunken px-3 py-2 font-mono text-sm"
      />
      <p role="status" className="text-sm text-soft">
        {state === "selected" ? t("selected") : ""}
      </p>
    </div>
  );
}
