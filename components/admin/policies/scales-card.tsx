"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ScaleRow } from "@/lib/policies/policies-shape";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { ScaleDialog } from "./scale-dialog";

/** The scales that grades are posted on: letters from the best on, with points and what they mean for DFW. */
export function ScalesCard({ scales }: { scales: readonly ScaleRow[] }) {
  const t = useTranslations("admin.policies.scales");
  const [edited, setEdited] = useState<ScaleRow | "new" | null>(null);
  return (
    <Card title={t("title")} note={t("text")} aside={<Button onClick={() => setEdited("new")}>{t("add")}</Button>}>
      <ul className="grid gap-x-8 gap-y-4 md:grid-cols-2">
        {scales.map((scale) => (
          <li key={scale.scale} className="min-w-0">
            <div className="mb-1 flex flex-wrap items-center gap-2">
              <h3 className="text-sm font-semibold">{scale.scale}</h3>
              {scale.own && <Badge tone="accent">{t("own")}</Badge>}
              {scale.grades && <Badge>{t("used")}</Badge>}
              {scale.own && (
                <Button look="link" className="text-sm" onClick={() => setEdited(scale)}>
                  {t("edit")} <span className="sr-only">{scale.scale}</span>
                </Button>
              )}
            </div>
            <ol className="flex flex-wrap gap-1 text-sm">
              {scale.letters.map(({ letter, points, failing, low }) => (
                <li
                  key={letter}
                  className={
                    failing ? "rounded-sm bg-bad-soft px-1.5" : low ? "rounded-sm bg-warn-soft px-1.5" : "rounded-sm bg-sunken px-1.5"
                  }
                >
                  <span className="font-medium">{letter}</span> <span className="number text-soft">{points ?? "–"}</span>
                  {(failing || low) && <span className="sr-only">{failing ? t("failing") : t("low")}</span>}
                </li>
              ))}
            </ol>
          </li>
        ))}
      </ul>
      <p className="mt-3 text-xs text-soft">{t("legend")}</p>
      {edited !== null && <ScaleDialog scale={edited === "new" ? null : edited} onClose={() => setEdited(null)} />}
    </Card>
  );
}
