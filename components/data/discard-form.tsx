"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { reasonLength } from "@/lib/ingest/quarantine/shapes";
import { WriteButton } from "../shell/write-button";
import { Card } from "../ui/card";
import { Field } from "../ui/field";
import { DataProblem, discardItem } from "./fetch-data";
import { dataKeys } from "./use-data";

/** Lays an event aside that is not to enter the log, with the reason. */
export function DiscardForm({ id }: { id: string }) {
  const t = useTranslations("data.discard");
  const queries = useQueryClient();
  const [reason, setReason] = useState("");
  const discard = useMutation({
    mutationFn: () => discardItem(id, reason),
    onSettled: () => queries.invalidateQueries({ queryKey: dataKeys.all }),
  });
  const { error } = discard;
  const code = error instanceof DataProblem ? error.code : null;
  return (
    <Card title={t("title")} note={t("text")}>
      <form
        className="max-w-xl space-y-3"
        onSubmit={(event) => {
          event.preventDefault();
          discard.mutate();
        }}
      >
        <Field
          label={t("reason")}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          minLength={reasonLength.shortest}
          maxLength={reasonLength.longest}
          required
          autoComplete="off"
        />
        {error !== null && (
          <p role="alert" className="rounded-md bg-warn-soft p-3 text-warn">
            {code === "conflict" ? t("conflict") : code === "bad-request" ? t("unfit") : t("failed")}
          </p>
        )}
        <WriteButton type="submit" disabled={discard.isPending}>
          {t("submit")}
        </WriteButton>
      </form>
    </Card>
  );
}
