import { getTranslations } from "next-intl/server";
import type { UserPrincipal } from "@/lib/access/principal";
import { PageMessages } from "../shell/page-messages";
import { HistoryCard } from "./history-card";
import { RulesCard } from "./rules-card";
import { SettingsCard } from "./settings-card";
import { WebhooksCard } from "./webhooks-card";

/** Rules of one's own, what became of them, and how one is told. */
export async function AlertsPage({ user }: { user: UserPrincipal }) {
  const t = await getTranslations("alerts");
  const sendsOut = user.may.has("reports:manage");
  return (
    <PageMessages of={["alerts", "keys"]}>
      <h1 className="mb-1 text-xl font-semibold tracking-tight">{t("title")}</h1>
      <p className="mb-4 max-w-prose text-soft">{t("text")}</p>
      <div className="space-y-4">
        <RulesCard sendsOut={sendsOut} />
        <HistoryCard />
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <SettingsCard />
          {sendsOut && <WebhooksCard />}
        </div>
      </div>
    </PageMessages>
  );
}
