"use client";

import { useTranslations } from "next-intl";
import type { PersonState } from "@/lib/access/administration/shapes";
import { Badge, type Tone } from "../../ui/badge";

const tones: Readonly<Record<PersonState, Tone>> = { active: "accent", invited: "plain", "without-access": "warn", disabled: "bad" };

/** What has become of a user; the demo's own are told apart. */
export function PersonStateBadge({ state, demo }: { state: PersonState; demo: boolean }) {
  const t = useTranslations("admin.people");
  return (
    <span className="inline-flex gap-1">
      <Badge tone={tones[state]}>{t(`states.${state}`)}</Badge>
      {demo && <Badge>{t("demo")}</Badge>}
    </span>
  );
}
