"use client";

import { useTranslations } from "next-intl";
import { useAddress } from "../filters/use-address";
import { formatCount } from "../kpi/format";
import { useKnownLocale } from "../shell/shell-context";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { TextLink } from "../ui/text-link";
import { PartState } from "./part-state";
import { SourceCard } from "./source-card";
import { useSources } from "./use-data";

/** Every source: how far, how fresh, how much against what is usual. What needs a look first. */
export function SourcesPart() {
  const t = useTranslations("data.sources");
  const locale = useKnownLocale();
  const { hrefOf } = useAddress();
  const query = useSources();
  return (
    <PartState query={query} height={320}>
      {({ hour, waiting, openItems, openIsLeast, sources, more }) => (
        <div className="space-y-4">
          <p className="text-sm text-soft">
            <span className="number">{t("waiting", { events: waiting })}</span>
            {" · "}
            {openItems === 0 ? (
              t("noneOpen")
            ) : (
              <TextLink className="underline" href={hrefOf({ tab: "quarantine" })}>
                {t(openIsLeast ? "openAtLeast" : "open", { items: openItems })}
              </TextLink>
            )}
          </p>
          {sources.length === 0 ? (
            <Card title={t("title")}>
              <EmptyState title={t("none")} text={t("noneHelp")} />
            </Card>
          ) : (
            sources.map((source) => <SourceCard key={source.source} source={source} hour={hour} />)
          )}
          {more && <p className="text-sm text-soft">{t("more", { count: formatCount(sources.length, locale) })}</p>}
        </div>
      )}
    </PartState>
  );
}
