"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ShownPerson } from "@/lib/access/administration/shapes";
import type { Thing, ThingKind } from "@/lib/warehouse/access/explain-shape";
import { PartState } from "../../data/part-state";
import { Card } from "../../ui/card";
import { Toggle } from "../../ui/toggle";
import { PlaceSearch } from "../access/place-search";
import { StudentSearch } from "../access/student-search";
import { useExplanation } from "../access/use-access";
import { ExplanationText } from "./explanation-text";

const kinds: readonly ThingKind[] = ["departments", "courses", "sections", "students"];
type Asked = { thing: Thing; name: string };

/** Can this person see a unit, a course, a section or a student, how closely, and why? */
export function ExplainCard({ person }: { person: ShownPerson }) {
  const t = useTranslations("admin.explain");
  const [kind, setKind] = useState<ThingKind>("sections");
  const [asked, setAsked] = useState<Asked | null>(null);
  const query = useExplanation(person.id, asked?.thing ?? null);
  const choose = (id: string, name: string) => setAsked({ thing: { kind, id }, name });
  return (
    <Card title={t("title")} note={t("text")}>
      <div className="space-y-3">
        <Toggle label={t("what")} value={kind} options={kinds.map((value) => ({ value, label: t(`kind.${value}`) }))} onChange={setKind} />
        {kind === "students" ? (
          <StudentSearch onFound={({ student, number, name }) => choose(student, name === null ? number : `${name} (${number})`)} />
        ) : (
          <PlaceSearch
            key={kind}
            label={t(`kind.${kind}`)}
            kind={kind}
            without={[]}
            onChoose={({ id, name }) => choose(id, name === id ? id : `${name} (${id})`)}
          />
        )}
        {asked !== null && (
          <div role="status" className="border-t border-line pt-3">
            <PartState query={query} height={96}>
              {(explanation) => <ExplanationText person={person.name} thing={asked.name} explanation={explanation} />}
            </PartState>
          </div>
        )}
      </div>
    </Card>
  );
}
