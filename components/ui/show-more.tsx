"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Button } from "./button";

type Props<T> = { rows: readonly T[]; most: number; children: (shown: readonly T[]) => ReactNode };

/** The first of many rows, and the rest on demand. */
export function ShowMore<T>({ rows, most, children }: Props<T>) {
  const t = useTranslations("more");
  const [all, setAll] = useState(false);
  return (
    <>
      {children(all ? rows : rows.slice(0, most))}
      {rows.length > most && (
        <div className="pt-3">
          <Button aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? t("fewer") : t("all", { count: rows.length })}
          </Button>
        </div>
      )}
    </>
  );
}
