"use client";

import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Candidate } from "@/lib/reports/manage/schedule-shapes";
import { useSettled } from "../../admin/access/use-settled";
import { findCandidates } from "../fetch-reports";
import { controlLook } from "./labelled";

type Props = { label: string; without: readonly string[]; onChoose: (person: Candidate) => void };

/** Looks for users by name or address; arrows and Enter choose one. */
export function PersonSearch({ label, without, onChoose }: Props) {
  const t = useTranslations("reports.people");
  const [text, setText] = useState("");
  const typed = text.trim();
  const asked = useSettled(typed);
  const answer = useQuery({
    queryKey: ["reports", "people", asked],
    queryFn: () => findCandidates(asked),
    enabled: asked !== "",
    retry: 1,
  });
  const current = asked === typed && asked !== "";
  const found = current ? (answer.data?.users ?? []).filter(({ id }) => !without.includes(id)) : [];
  return (
    <Command shouldFilter={false} label={label} loop className="text-sm">
      <Command.Input value={text} onValueChange={setText} maxLength={100} placeholder={t("placeholder")} className={controlLook} />
      <Command.List
        label={t("found")}
        className={found.length === 0 ? "" : "mt-1 max-h-56 overflow-y-auto rounded-md border border-line bg-surface p-1"}
      >
        {found.map((person) => (
          <Command.Item
            key={person.id}
            value={person.id}
            onSelect={() => {
              onChoose(person);
              setText("");
            }}
            className="flex cursor-pointer items-baseline justify-between gap-3 rounded-sm px-2 py-1 data-[selected=true]:bg-accent-soft data-[selected=true]:text-accent"
          >
            <span>{person.name}</span>
            <span className="truncate text-right text-xs text-soft">{person.email}</span>
          </Command.Item>
        ))}
      </Command.List>
      <p role="status" className="min-h-5 text-xs text-soft">
        {current && answer.isError && t("failed")}
        {current && answer.isSuccess && t("count", { count: found.length })}
      </p>
    </Command>
  );
}
