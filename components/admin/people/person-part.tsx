"use client";

import { useTranslations } from "next-intl";
import { PartState } from "../../data/part-state";
import { TextLink } from "../../ui/text-link";
import { usePerson } from "../access/use-access";
import { AboutCard } from "./about-card";
import { ExplainCard } from "./explain-card";
import { GrantsCard } from "./grants-card";
import { SessionsCard } from "./sessions-card";
import { SightCard } from "./sight-card";

/** One user: who, what is given to them, what they see, and why. */
export function PersonPart({ id }: { id: string }) {
  const t = useTranslations("admin.person");
  const query = usePerson(id);
  return (
    <div className="space-y-4">
      <p>
        <TextLink href="/admin/people">{t("back")}</TextLink>
      </p>
      <PartState query={query} height={480}>
        {(person) => (
          <div className="grid items-start gap-4 lg:grid-cols-[3fr_2fr] lg:grid-rows-[auto_1fr]">
            <AboutCard person={person} className="lg:col-start-2 lg:row-start-1" />
            <div className="min-w-0 space-y-4 lg:row-span-2 lg:row-start-1">
              <GrantsCard person={person} />
              <ExplainCard person={person} />
            </div>
            <div className="min-w-0 space-y-4 lg:col-start-2">
              <SessionsCard person={person} />
              <SightCard person={person} />
            </div>
          </div>
        )}
      </PartState>
    </div>
  );
}
