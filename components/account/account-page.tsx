import { getLocale, getTranslations } from "next-intl/server";
import { listIdentitiesOf } from "@/lib/access/account-identities";
import { needsCurrentPassword } from "@/lib/access/passwords";
import type { UserPrincipal } from "@/lib/access/principal";
import { getServices } from "@/lib/runtime/services";
import { formatInstant } from "../kpi/format";
import { readShell } from "../shell/page-context";
import { PageMessages } from "../shell/page-messages";
import { rolesInWords } from "../shell/roles-in-words";
import { Card } from "../ui/card";
import { TextLink } from "../ui/text-link";
import { SecondFactorCard } from "./second-factor-card";
import { SessionsCard } from "./sessions-card";

/** Who one is here, how one signs in, and where one is signed in. */
export async function AccountPage({ user }: { user: UserPrincipal }) {
  const services = getServices();
  const t = await getTranslations("account");
  const [locale, roles, shell, password, identities] = await Promise.all([
    getLocale(),
    rolesInWords(user.roles),
    readShell(user),
    needsCurrentPassword(services.database, user),
    listIdentitiesOf(services.database, user.userId),
  ]);
  const { oidc } = services.config;
  const provider = (issuer: string) => (oidc !== null && issuer.replace(/\/$/, "") === oidc.issuer ? oidc.name : new URL(issuer).hostname);
  const at = (moment: Date) => formatInstant(moment.toISOString(), locale === "ko" ? "ko" : "en", services.timeZone);
  const facts = [
    { name: t("name"), text: user.name },
    { name: t("email"), text: user.email },
    { name: t("roles"), text: user.lacksSecondFactor === true ? t("waits") : roles.join(", ") || t("noRoles") },
    ...(user.lacksSecondFactor === true ? [] : [{ name: t("scope"), text: shell.scope }]),
    ...identities.map(({ issuer, since, lastUsedAt }) => ({
      name: t("identity"),
      text: t("identityText", { provider: provider(issuer), since: at(since), used: at(lastUsedAt) }),
    })),
  ];
  return (
    <PageMessages of={["account"]}>
      <h1 className="mb-4 text-xl font-semibold tracking-tight">{t("title")}</h1>
      <div className="grid gap-4 lg:grid-cols-2">
        <Card title={t("who")}>
          <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[auto_1fr]">
            {facts.map(({ name, text }) => (
              <div key={`${name} ${text}`} className="contents">
                <dt className="text-sm text-soft">{name}</dt>
                <dd className="min-w-0 break-words">{text}</dd>
              </div>
            ))}
          </dl>
        </Card>
        <Card title={t("password")}>
          <p className="mb-3 text-sm text-soft">{t(`passwordText.${password}`)}</p>
          {(password === "current" || password === "nothing") && (
            <p>
              <TextLink href="/password">{t(password === "current" ? "changePassword" : "choosePassword")}</TextLink>
            </p>
          )}
        </Card>
        <SecondFactorCard asksCurrent={password === "current"} required={user.lacksSecondFactor === true} demo={password === "none"} />
        <SessionsCard />
      </div>
    </PageMessages>
  );
}
