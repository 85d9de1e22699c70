"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { WriteButton } from "../../shell/write-button";
import { Card } from "../../ui/card";
import { Causes } from "../causes";
import { ownDocument, preview, ReportProblem } from "../fetch-reports";
import { usePreview } from "../use-reports";
import { withheldTold } from "../withheld-told";
import { useRecipientWords } from "../words";
import { Choice } from "./choice";
import { askedSubject, type Draft, type NamedPlace } from "./draft";
import { PersonSearch } from "./person-search";

type Props = { draft: Draft; previewsOthers: boolean };
type As = Extract<Draft["recipients"][number], { to: "user" | "address" }>;

/** How the report looks now, for oneself, or for one of its readers where one may see as others do. */
export function PreviewCard({ draft, previewsOthers }: Props) {
  const t = useTranslations("reports.preview");
  const words = useRecipientWords();
  const [as, setAs] = useState("self");
  const [somebody, setSomebody] = useState<NamedPlace | null>(null);
  const start = useMutation({ mutationFn: preview });
  const { recipients, called, subject, content, name } = draft;
  const others = recipients.flatMap((one) => (one.to === "role" ? [] : [one]));
  const chosen: As | null =
    as === "somebody" ? (somebody === null ? null : { to: "user", user: somebody.id }) : (others.find((one) => keyOf(one) === as) ?? null);
  const ready = subject !== null && (as !== "somebody" || somebody !== null);
  const show = () => {
    if (subject === null) return;
    start.mutate({
      name: name.trim() === "" ? t("unnamed") : name.trim(),
      content: { ...content, subject: askedSubject(content.kind, subject) },
      as: chosen,
    });
  };
  return (
    <Card title={t("title")} note={t("text")}>
      <div className="space-y-3">
        {previewsOthers && (
          <>
            <Choice
              label={t("as")}
              value={as}
              options={[
                { value: "self", label: t("self") },
                ...others.map((one) => ({ value: keyOf(one), label: words(one, called) })),
                { value: "somebody", label: t("somebody") },
              ]}
              onChange={setAs}
            />
            {as === "somebody" && (
              <div>
                {somebody !== null && <p className="mb-1 text-sm font-medium">{somebody.name}</p>}
                <PersonSearch label={t("whom")} without={[]} onChoose={setSomebody} />
              </div>
            )}
            {as !== "self" && <p className="text-xs text-soft">{t("recorded")}</p>}
          </>
        )}
        <WriteButton disabled={!ready || start.isPending} onClick={show}>
          {t("show")}
        </WriteButton>
        {start.error !== null && <PreviewRefused error={start.error} />}
        {start.data !== undefined && <Made run={start.data.run} />}
      </div>
    </Card>
  );
}

const keyOf = (one: As): string => (one.to === "user" ? one.user : one.address);

function PreviewRefused({ error }: { error: Error }) {
  const t = useTranslations("reports");
  const rule = error instanceof ReportProblem ? error.refusal?.rule : undefined;
  const withheld = withheldTold.find((one) => one === rule);
  return (
    <p role="alert" className="rounded-md bg-warn-soft p-3 text-sm text-warn">
      {withheld === undefined ? t("preview.failed") : t(`withheld.${withheld}`)}
    </p>
  );
}

function Made({ run }: { run: string }) {
  const t = useTranslations("reports.preview");
  const query = usePreview(run);
  const state = query.data?.state ?? "waiting";
  if (query.isError)
    return (
      <p role="alert" className="rounded-md bg-warn-soft p-3 text-sm text-warn">
        {t("failed")}
      </p>
    );
  return (
    <div role="status" className="text-sm">
      {(state === "waiting" || state === "rendering") && t("making")}
      {state === "cancelled" && t("cancelled")}
      {state === "ready" && (
        <a className="text-accent underline-offset-2 hover:underline" href={ownDocument(run)} target="_blank" rel="noreferrer">
          {t("open", { title: query.data?.title ?? "", pages: query.data?.pages ?? 0 })}
        </a>
      )}
      {state === "failed" && (
        <div className="rounded-md bg-warn-soft p-3 text-warn">
          <p className="font-medium">{t("notMade")}</p>
          {query.data?.problem !== null && query.data?.problem !== undefined && <Causes causes={[query.data.problem]} />}
        </div>
      )}
    </div>
  );
}
