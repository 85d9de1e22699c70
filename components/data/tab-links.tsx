"use client";

import clsx from "clsx";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { type DataTab, dataTabs } from "./data-tabs";
import { useSources } from "./use-data";

/** The parts of the page, each at an address of its own. */
export function TabLinks({ tab }: { tab: DataTab }) {
  const t = useTranslations();
  const path = usePathname();
  const { openItems: open, openIsLeast } = useSources().data ?? { openItems: 0, openIsLeast: false };
  return (
    <nav aria-label={t("data.parts")} className="mb-4 overflow-x-auto border-b border-line">
      <ul className="flex gap-1">
        {dataTabs.map((one) => (
          <li key={one}>
            <Link
              prefetch={false}
              href={`${path}?tab=${one}`}
              aria-current={one === tab ? "page" : undefined}
              className={clsx(
                "block whitespace-nowrap border-b-2 px-3 py-2 text-sm font-medium",
                one === tab ? "border-accent text-accent" : "border-transparent text-soft hover:text-ink",
              )}
            >
              {t(`data.tab.${one}`)}
              {one === "quarantine" && open > 0 && <span className="number"> {openIsLeast ? `(${open}+)` : `(${open})`}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
