"use client";

import { useTranslations } from "next-intl";
import type { RuleItem } from "@/lib/alerts/manage/rules-shape";
import { Badge, type Tone } from "../ui/badge";

type Shown = "quiet" | "pending" | "firing" | "acknowledged" | "paused" | "held";
const tones: Readonly<Record<Shown, Tone>> = {
  quiet: "plain",
  pending: "warn",
  firing: "bad",
  acknowledged: "accent",
  paused: "plain",
  held: "warn",
};

/** How a rule stands, in a word. */
export function StateBadge({ rule }: { rule: Pick<RuleItem, "state" | "pausedAt" | "held"> }) {
  const t = useTranslations("alerts.state");
  const shown: Shown = rule.pausedAt !== null ? "paused" : rule.held !== null ? "held" : rule.state;
  return <Badge tone={tones[shown]}>{t(shown)}</Badge>;
}
