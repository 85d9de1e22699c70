"use client";

import { useTranslations } from "next-intl";
import type { ReportKind } from "@/lib/reports/content-shape";
import { PlaceSearch } from "../../scope/place-search";
import { Button } from "../../ui/button";
import { Popover } from "../../ui/popover";
import { type Draft, placeKindOf } from "./draft";
import { useFieldProblem } from "./field-problem";

type Props = { kind: ReportKind; value: Draft["subject"]; onChange: (subject: Draft["subject"]) => void };

/** What the report is about: each reader's own, or a place that is searched for. */
export function SubjectControl({ kind, value, onChange }: Props) {
  const t = useTranslations("reports");
  const problem = useFieldProblem("content.subject");
  const own = t(`own.${kind}`);
  // Of the whole institution there is one report: what each reader may see of it.
  if (kind === "institution") return <span className="font-medium">{own}</span>;
  const chosen = value === "own" ? own : (value?.name ?? t("editor.choosePlace"));
  return (
    <Popover
      label={t("editor.about")}
      trigger={
        <Button className="max-w-full text-base" aria-label={t("editor.aboutNow", { chosen })} {...problem}>
          <span className="truncate">{chosen}</span>
        </Button>
      }
    >
      {(close) => (
        <div className="space-y-3">
          <Button
            look={value === "own" ? "strong" : "plain"}
            onClick={() => {
              onChange("own");
              close();
            }}
          >
            {own}
          </Button>
          <div>
            <p className="mb-1 text-sm text-soft">{t("editor.orPlace")}</p>
            <PlaceSearch
              key={kind}
              kind={placeKindOf[kind]}
              without={new Set()}
              onChoose={(place) => {
                onChange(place);
                close();
              }}
            />
          </div>
        </div>
      )}
    </Popover>
  );
}
