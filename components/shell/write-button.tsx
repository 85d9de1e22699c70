"use client";

import { useTranslations } from "next-intl";
import type { ComponentProps } from "react";
import { Button } from "../ui/button";
import { useReadOnly } from "./shell-context";

/** A button by which something is changed: off where the page is seen as somebody else, and says so. */
export function WriteButton({ disabled = false, title, ...rest }: ComponentProps<typeof Button>) {
  const t = useTranslations("viewAs");
  const readOnly = useReadOnly();
  return <Button disabled={disabled || readOnly} title={readOnly ? t("readOnly") : title} {...rest} />;
}
