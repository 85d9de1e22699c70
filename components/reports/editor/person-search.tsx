"use client";

import { useTranslations } from "next-intl";
import type { Candidate } from "@/lib/reports/manage/schedule-shapes";
import { SearchList } from "../../ui/search-list";
import { findCandidates } from "../fetch-reports";

type Props = { label: string; without: readonly string[]; onChoose: (person: Candidate) => void };

/** Looks for users by name or address. */
export function PersonSearch({ label, without, onChoose }: Props) {
  const t = useTranslations("reports.people");
  return (
    <SearchList
      label={label}
      words={{ placeholder: t("placeholder"), found: t("found"), failed: t("failed"), count: (count) => t("count", { count }) }}
      queryKey={["reports", "people"]}
      find={async (text) => (await findCandidates(text)).users}
      wanted={({ id }) => !without.includes(id)}
      show={({ name, email }) => ({ name, detail: email })}
      onChoose={onChoose}
    />
  );
}
