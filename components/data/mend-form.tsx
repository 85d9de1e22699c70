"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ContractDescription } from "@/lib/contracts/describe-contract";
import type { OpenedItem, Outcome } from "@/lib/ingest/quarantine/shapes";
import { WriteButton } from "../shell/write-button";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { DataProblem, previewItem, replayItem } from "./fetch-data";
import { type Edits, type Mend, mendOf } from "./item-edits";
import { MaskedFields } from "./masked-fields";
import { Verdict } from "./outcome-text";
import { dataKeys } from "./use-data";
import { WholeBody } from "./whole-body";

type Checked = { of: string; outcome: Outcome };

/**
 * Mend, check, replay: nothing is sent that was not checked just so. Hidden fields stay as they are unless
 * they are overwritten.
 */
export function MendForm({ opened: { item, body, outcome }, contract }: { opened: OpenedItem; contract: ContractDescription | null }) {
  const t = useTranslations("data.mend");
  const queries = useQueryClient();
  const [edits, setEdits] = useState<Edits>(new Map());
  const [whole, setWhole] = useState<string | null>(body.kind === "unreadable" ? "" : null);
  const mend: Mend = whole === null ? mendOf(edits) : { kind: "whole", body: whole };
  const of = JSON.stringify(mend);
  // What is wrong as it came is said above already.
  const [checked, setChecked] = useState<Checked | null>(outcome === null || outcome.result === "rejected" ? null : { of, outcome });
  const check = useMutation({
    mutationFn: async (asked: Mend): Promise<Checked> => ({ of: JSON.stringify(asked), outcome: await previewItem(item.id, asked) }),
    onSuccess: setChecked,
    // What somebody else has resolved is shown as that.
    onError: (error) =>
      error instanceof DataProblem && error.code === "conflict" ? queries.invalidateQueries({ queryKey: dataKeys.all }) : undefined,
  });
  const replay = useMutation({
    mutationFn: (asked: Mend) => replayItem(item.id, asked),
    onSettled: () => queries.invalidateQueries({ queryKey: dataKeys.all }),
  });
  const current = checked !== null && checked.of === of ? checked.outcome : null;
  const busy = check.isPending || replay.isPending;
  return (
    <Card title={t("title")} note={t("text")}>
      {whole === null && body.kind === "event" ? (
        <MaskedFields
          fields={body.fields}
          contract={contract}
          errors={checked?.outcome.errors ?? outcome?.errors ?? item.errors}
          edits={edits}
          onEdit={setEdits}
        />
      ) : (
        <WholeBody body={body} value={whole ?? ""} onChange={setWhole} />
      )}
      {body.kind === "event" && (
        <Button look="link" className="mt-3 self-start text-sm" onClick={() => setWhole(whole === null ? "" : null)}>
          {whole === null ? t("replaceWhole") : t("editFields")}
        </Button>
      )}
      <div role="status" className="mt-3 space-y-2">
        {current !== null && <Verdict outcome={current} done={false} />}
        {replay.data?.result === "rejected" && current === null && <Verdict outcome={replay.data} done />}
        <Failure error={check.error ?? replay.error} />
      </div>
      <div className="mt-3 flex flex-wrap gap-3">
        <WriteButton disabled={busy || whole === ""} onClick={() => check.mutate(mend)}>
          {check.isPending ? t("checking") : t("check")}
        </WriteButton>
        <WriteButton look="strong" disabled={busy || current === null || current.result === "rejected"} onClick={() => replay.mutate(mend)}>
          {replay.isPending ? t("replaying") : t("replay")}
        </WriteButton>
      </div>
    </Card>
  );
}

function Failure({ error }: { error: Error | null }) {
  const t = useTranslations("data.mend");
  if (error === null) return null;
  const code = error instanceof DataProblem ? error.code : null;
  const text = code === "conflict" ? t("conflict") : code === "bad-request" ? t("unfit") : t("failed");
  return <p className="rounded-md bg-warn-soft p-3 text-warn">{text}</p>;
}
