"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useZone } from "./shell-context";

/** In whose time the page is, where the reader's own is another. */
export function ZoneNote() {
  const t = useTranslations("shell");
  const zone = useZone();
  const [own, setOwn] = useState<string | null>(null);
  useEffect(() => setOwn(Intl.DateTimeFormat().resolvedOptions().timeZone), []);
  if (own === null || own === zone || sameTime(own, zone)) return <span>{t("zone", { zone })}</span>;
  return <span>{t("zoneDiffers", { zone, own })}</span>;
}

/** Two names may stand for one time, as UTC and Etc/UTC do. */
function sameTime(one: string, other: string): boolean {
  const at = (timeZone: string, instant: number) =>
    new Intl.DateTimeFormat("en", { timeZone, dateStyle: "short", timeStyle: "short" }).format(new Date(instant));
  const now = Date.now();
  return [0, 91, 182, 273].every((days) => at(one, now + days * 86_400_000) === at(other, now + days * 86_400_000));
}
