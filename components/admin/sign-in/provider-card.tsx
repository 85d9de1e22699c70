"use client";

import { useTranslations } from "next-intl";
import type { ShownSignIn } from "@/lib/access/administration/sign-in-shapes";
import { Card } from "../../ui/card";

/** The provider in use, and the settings of the environment that it is made of: the secret is not among what is shown. */
export function ProviderCard({ signIn: { provider, environment } }: { signIn: ShownSignIn }) {
  const t = useTranslations("admin.signIn");
  return (
    <Card title={t("provider")} note={t("providerNote")}>
      {provider === null ? (
        <p>{t("noProvider")}</p>
      ) : (
        <p className="break-words">
          <span className="font-medium">{provider.name}</span>{" "}
          <span className="block text-sm text-soft">{t("returnsTo", { address: provider.returnsTo })}</span>
        </p>
      )}
      <dl className="mt-3 space-y-2 border-t border-line pt-3 text-sm">
        {environment.map(({ name, set, value }) => (
          <div key={name}>
            <dt>
              <code className="break-all text-xs text-soft">{name}</code>
            </dt>
            <dd className="break-words">{value ?? (set ? t("setNotShown") : <span className="text-soft">{t("notSet")}</span>)}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
