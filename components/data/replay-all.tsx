"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { Replayed } from "@/lib/ingest/quarantine/shapes";
import { formatCount } from "../kpi/format";
import { useKnownLocale } from "../shell/shell-context";
import { WriteButton } from "../shell/write-button";
import { Card } from "../ui/card";
import { previewAll, replayAll } from "./fetch-data";
import type { Filter } from "./quarantine-address";
import { dataKeys } from "./use-data";

/** Offers all that match again: first what would come of it, then, asked for, the replay. */
export function ReplayAll({ filter }: { filter: Filter }) {
  const t = useTranslations("data.replay");
  const queries = useQueryClient();
  const preview = useMutation({ mutationFn: () => previewAll(filter) });
  const replay = useMutation({
    mutationFn: () => replayAll(filter),
    onSuccess: () => {
      preview.reset();
      void queries.invalidateQueries({ queryKey: dataKeys.all });
    },
  });
  const passing = (preview.data?.accepted ?? 0) + (preview.data?.duplicate ?? 0);
  const busy = preview.isPending || replay.isPending;
  return (
    <Card title={t("title")} note={t("text")} className="mb-4">
      <div role="status" className="space-y-2">
        {preview.data !== undefined && <Result title={t("would")} result={preview.data} />}
        {replay.data !== undefined && preview.data === undefined && <Result title={t("done")} result={replay.data} />}
        {(preview.isError || replay.isError) && <p className="rounded-md bg-warn-soft p-3 text-warn">{t("failed")}</p>}
      </div>
      <div className="mt-3 flex flex-wrap gap-3">
        <WriteButton disabled={busy} onClick={() => preview.mutate()}>
          {preview.isPending ? t("working") : t("preview")}
        </WriteButton>
        {passing > 0 && (
          <WriteButton look="strong" disabled={busy} onClick={() => replay.mutate()}>
            {replay.isPending ? t("working") : t("replay", { count: passing })}
          </WriteButton>
        )}
      </div>
    </Card>
  );
}

function Result({ title, result }: { title: string; result: Replayed }) {
  const t = useTranslations("data.replay");
  const locale = useKnownLocale();
  const count = (value: number) => formatCount(value, locale);
  const rules = Object.entries(result.rules).sort(([, a], [, b]) => b - a);
  return (
    <div>
      <h3 className="font-medium">{title}</h3>
      <p className="number">
        {t("result", {
          tried: count(result.tried),
          accepted: count(result.accepted),
          duplicate: count(result.duplicate),
          rejected: count(result.rejected),
        })}
      </p>
      {rules.length > 0 && (
        <p className="text-sm text-soft">{t("because", { rules: rules.map(([rule, items]) => `${rule} (${count(items)})`).join(", ") })}</p>
      )}
      {result.more && <p className="text-sm text-soft">{t("more")}</p>}
    </div>
  );
}
