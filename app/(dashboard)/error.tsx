"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";

/** A page that failed: what happened, and a way to try again. */
export default function PageError({ reset }: { error: Error; reset: () => void }) {
  const t = useTranslations("failure");
  return (
    <Card title={t("title")}>
      <EmptyState alert title={t("text")} text={t("help")} action={<Button onClick={reset}>{t("retry")}</Button>} />
    </Card>
  );
}
