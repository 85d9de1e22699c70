"use client";

import { useTranslations } from "next-intl";
import { Button } from "../ui/button";
import { Popover } from "../ui/popover";

/** What a ranking goes by, with its method and sources. */
export function HowOrdered() {
  const t = useTranslations("breakdown");
  return (
    <Popover
      label={t("how")}
      trigger={
        <Button look="link" className="text-xs">
          {t("how")}
        </Button>
      }
    >
      <p>{t("howText")}</p>
      <p className="mt-2 text-xs text-soft">{t("howSource")}</p>
    </Popover>
  );
}
