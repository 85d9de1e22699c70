"use client";

import { useTranslations } from "next-intl";
import { Badge } from "../ui/badge";

/** What the demo's own sources are; any other is the institution's system and is named by its address alone. */
const known: Readonly<Record<string, "simulated" | "real">> = {
  "urn:bellwether:simulator": "simulated",
  "urn:oulad:open-university": "real",
};

/** Where data comes from, in a word: simulated, or real data of the Open University. */
export function Provenance({ source, named = false }: { source: string | null; named?: boolean }) {
  const t = useTranslations("provenance");
  if (source === null) return null;
  const kind = known[source];
  if (kind === undefined) return named ? <Badge>{source}</Badge> : null;
  return (
    <Badge tone={kind === "real" ? "accent" : "plain"} title={source}>
      {t(kind)}
    </Badge>
  );
}
