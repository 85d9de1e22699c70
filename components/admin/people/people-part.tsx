"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { PartState } from "../../data/part-state";
import { useAddress } from "../../filters/use-address";
import { useSettled } from "../../ui/use-settled";
import { usePeople } from "../access/use-access";
import { InviteDialog } from "./invite-dialog";
import { askedOf } from "./people-address";
import { PeopleFilters } from "./people-filters";
import { PeopleTable } from "./people-table";

/** Everybody who may sign in. Role and state are in the address; what is typed is a name, and stays out of it. */
export function PeoplePart() {
  const t = useTranslations("admin.people");
  const { parameters } = useAddress();
  const [text, setText] = useState("");
  const settled = useSettled(text.trim());
  const asked = askedOf(parameters);
  const query = usePeople(settled === "" ? asked : { ...asked, text: settled });
  return (
    <div className="space-y-4">
      <p className="max-w-prose text-sm text-soft">{t("text")}</p>
      <div className="flex flex-wrap items-end justify-between gap-3">
        <PeopleFilters text={text} onText={setText} asked={asked} />
        <InviteDialog />
      </div>
      <PartState query={query} height={320}>
        {(page) => <PeopleTable page={page} narrowed={settled !== "" || asked.role !== undefined || asked.state !== undefined} />}
      </PartState>
    </div>
  );
}
