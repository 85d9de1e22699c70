"use client";

import { useTranslations } from "next-intl";
import { lazy, Suspense } from "react";
import { loadAgain } from "@/lib/platform/load-again";
import { Button } from "../ui/button";
import { Popover } from "../ui/popover";
import { Skeleton } from "../ui/skeleton";
import type { WhyProps } from "./why-body";

const WhyBody = lazy(() => loadAgain(() => import("./why-body")).then((module) => ({ default: module.WhyBody })));

/** "Why this number?" on every tile; what it says is loaded when somebody asks. */
export function Why(props: WhyProps) {
  const t = useTranslations();
  return (
    <Popover
      label={t("why.why")}
      trigger={
        <Button look="link" className="text-xs">
          {t("why.why")}
        </Button>
      }
    >
      <Suspense fallback={<Skeleton height={320} label={t("kpi.loading")} />}>
        <WhyBody {...props} />
      </Suspense>
    </Popover>
  );
}
