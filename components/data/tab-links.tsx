"use client";

import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { PartLinks } from "../ui/part-links";
import { type DataTab, dataTabs } from "./data-tabs";
import { useSources } from "./use-data";

/** The parts of the page, with how much waits in quarantine. */
export function TabLinks({ tab }: { tab: DataTab }) {
  const t = useTranslations();
  const path = usePathname();
  const { openItems: open, openIsLeast } = useSources().data ?? { openItems: 0, openIsLeast: false };
  const waiting = open === 0 ? "" : openIsLeast ? ` (${open}+)` : ` (${open})`;
  return (
    <PartLinks
      label={t("data.parts")}
      parts={dataTabs.map((one) => ({
        id: one,
        href: `${path}?tab=${one}`,
        text: t(`data.tab.${one}`) + (one === "quarantine" ? waiting : ""),
        here: one === tab,
      }))}
    />
  );
}
