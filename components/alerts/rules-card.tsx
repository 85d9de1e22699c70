"use client";

import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { lazy, Suspense, useState } from "react";
import type { RuleItem } from "@/lib/alerts/manage/rules-shape";
import { loadAgain } from "@/lib/platform/load-again";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { Skeleton } from "../ui/skeleton";
import { RuleRow } from "./rule-row";
import { UnreadableRow } from "./unreadable-row";
import { useRules } from "./use-alerts";

const RuleForm = lazy(() => loadAgain(() => import("./rule-form")).then((module) => ({ default: module.RuleForm })));

/** One's own rules; a new one, or one that is changed, is written in its place. */
export function RulesCard({ sendsOut }: { sendsOut: boolean }) {
  const t = useTranslations("alerts");
  const query = useRules();
  const [writing, setWriting] = useState<"new" | string | null>(null);
  const close = () => setWriting(null);
  const form = (item: RuleItem | null) => (
    <Suspense fallback={<Skeleton height={320} label={t("loading")} />}>
      <RuleForm item={item} sendsOut={sendsOut} onClose={close} />
    </Suspense>
  );
  const { rules, unreadable } = query.data ?? { rules: [], unreadable: [] };
  return (
    <Card
      title={t("rules")}
      aside={
        <Button look="strong" disabled={writing === "new"} onClick={() => setWriting("new")}>
          <Plus className="size-4" aria-hidden="true" />
          {t("new")}
        </Button>
      }
    >
      {writing === "new" && <div className="mb-4 rounded-md border border-edge p-4">{form(null)}</div>}
      {query.data === undefined ? (
        query.isPending ? (
          <Skeleton height={160} label={t("loading")} />
        ) : (
          <EmptyState alert title={t("loadFailed")} action={<Button onClick={() => void query.refetch()}>{t("retry")}</Button>} />
        )
      ) : rules.length + unreadable.length === 0 ? (
        writing !== "new" && <EmptyState title={t("none")} text={t("noneHelp")} />
      ) : (
        <ul>
          {rules.map((rule) => (
            <li key={rule.id} className="border-t border-line py-3 first:border-t-0" data-rule={rule.state}>
              {writing === rule.id ? form(rule) : <RuleRow rule={rule} onChange={() => setWriting(rule.id)} />}
            </li>
          ))}
          {unreadable.map((rule) => (
            <li key={rule.id} className="border-t border-line py-3 first:border-t-0" data-rule="unreadable">
              <UnreadableRow rule={rule} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
