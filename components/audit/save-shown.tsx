"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { AuditPage } from "@/lib/access/audit/audit-shape";
import { fileNameOf, saveFile } from "../exports/save";
import { tellExport } from "../exports/tell-export";
import { formatInstant } from "../kpi/format";
import { useKnownLocale, useZone } from "../shell/shell-context";
import { Button } from "../ui/button";
import { type Filter, filterNames } from "./audit-address";
import { auditSheet } from "./audit-sheet";
import { inOneLine, useEntryWords } from "./entry-words";

type Props = { title: string; page: AuditPage; filter: Filter };

/** What is shown, as a file: made here, once it is recorded that it is. */
export function SaveShown({ title, page, filter }: Props) {
  const t = useTranslations();
  const locale = useKnownLocale();
  const zone = useZone();
  const { detailWords } = useEntryWords();
  const save = useMutation({
    mutationFn: async () => {
      const now = new Date().toISOString();
      const { toCsv } = await import("../exports/to-csv");
      const sheet = auditSheet(page.entries, (entry) => inOneLine(detailWords(entry)));
      const facts = [
        { name: t("exports.title"), text: title },
        ...filterNames.flatMap((name) => (filter[name] === undefined ? [] : [{ name, text: filter[name] }])),
        { name: t("exports.savedAt"), text: `${formatInstant(now, locale, zone)} ${zone} (${now})` },
      ];
      await tellExport({ of: "audit", filter, format: "csv", rows: sheet.rows.length });
      saveFile(`${fileNameOf(title, now.slice(0, 16))}.csv`, new Blob([toCsv(facts, sheet)], { type: "text/csv;charset=utf-8" }));
    },
  });
  return (
    <>
      {save.isError && (
        <span role="alert" className="text-bad">
          {t("exports.failed")}
        </span>
      )}
      <Button look="link" className="h-7 text-sm" disabled={save.isPending} onClick={() => save.mutate()}>
        {t("audit.save")}
      </Button>
    </>
  );
}
