"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { kindsShown } from "@/lib/reports/manage/schedule-shapes";
import { useRecipientWords } from "../words";
import type { Draft } from "./draft";
import { FieldProblemText } from "./field-problem";
import { HowControl } from "./how-control";
import { InlineSelect } from "./inline-select";
import { SubjectControl } from "./subject-control";
import { WhenSentence } from "./when-sentence";

type Props = { draft: Draft; onChange: (change: Partial<Draft>) => void };

/** So many recipients are named within the sentence; all of them are listed beneath it. */
const mostNamed = 2;

/** The schedule as a sentence whose words can be changed, in the order of the reader's language. */
export function Sentence({ draft, onChange }: Props) {
  const t = useTranslations("reports");
  const { content, subject, timing, delivery } = draft;
  const parts: Record<"when" | "kind" | "subject" | "whom" | "how", () => ReactNode> = {
    when: () => <WhenSentence key="when" rule={timing.rule} onChange={(rule) => onChange({ timing: { ...timing, rule } })} />,
    kind: () => (
      <InlineSelect
        key="kind"
        label={t("editor.kind")}
        value={content.kind}
        options={kindsShown.map((value) => ({ value, label: t(`kind.${value}`) }))}
        // A place of the one kind is none of the other.
        onChange={(kind) => onChange({ content: { ...content, kind }, subject: "own" })}
      />
    ),
    subject: () => (
      <SubjectControl key="subject" kind={content.kind} value={subject} onChange={(chosen) => onChange({ subject: chosen })} />
    ),
    whom: () => <Whom key="whom" draft={draft} />,
    how: () => <HowControl key="how" value={delivery.email} onChange={(email) => onChange({ delivery: { ...delivery, email } })} />,
  };
  return (
    <div role="group" aria-label={t("editor.sentenceLabel")}>
      <p className="text-lg leading-10">{t.rich("editor.sentence", parts)}</p>
      {[
        "timing.rule.on",
        "timing.rule.day",
        "timing.rule.weeks",
        "timing.rule.at",
        "content.kind",
        "content.subject",
        "delivery.email",
      ].map((field) => (
        <FieldProblemText key={field} field={field} />
      ))}
    </div>
  );
}

function Whom({ draft: { recipients, called } }: { draft: Draft }) {
  const t = useTranslations("reports");
  const words = useRecipientWords();
  const names = recipients.slice(0, mostNamed).map((one) => words(one, called));
  const rest = recipients.length - names.length;
  const text =
    names.length === 0 ? t("editor.nobody") : rest > 0 ? t("andMore", { names: names.join(", "), count: rest }) : names.join(", ");
  return (
    <a href="#recipients" className="font-medium text-accent underline-offset-4 hover:underline">
      {text}
    </a>
  );
}
