"use client";

import { useTranslations } from "next-intl";
import type { MaskedBody } from "@/lib/ingest/quarantine/shapes";

type Props = { body: MaskedBody; value: string; onChange: (value: string) => void };

/** Another event in the place of one that cannot be read, or not be mended field by field. */
export function WholeBody({ body, value, onChange }: Props) {
  const t = useTranslations("data.mend");
  return (
    <div className="space-y-3">
      {body.kind === "unreadable" && (
        <div>
          <p>{t("unreadable", { size: body.size })}</p>
          <pre tabIndex={0} className="overflow-x-auto rounded-md bg-sunken p-3 text-xs">
            {body.start}
          </pre>
          <p className="text-sm text-soft">{t("unreadableHelp")}</p>
        </div>
      )}
      <label className="block text-sm font-medium">
        {t("whole")}
        <textarea
          value={value}
          onChange={(event) => onChange(event.target.value)}
          rows={10}
          spellCheck={false}
          className="mt-1 w-full rounded-md border border-edge bg-surface p-3 font-mono text-sm font-normal"
        />
      </label>
    </div>
  );
}
