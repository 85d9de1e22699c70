"use client";

import { useTranslations } from "next-intl";
import { PartState } from "../../data/part-state";
import { useSignIn } from "../access/use-access";
import { MappingsCard } from "./mappings-card";
import { ProviderCard } from "./provider-card";
import { SettingsCard } from "./settings-card";

/** How the institution's people sign in: by which provider, under which rules, and what its claims give them. */
export function SignInPart() {
  const t = useTranslations("admin.signIn");
  const query = useSignIn();
  return (
    <div className="space-y-4">
      <p className="max-w-prose text-sm text-soft">{t("text")}</p>
      <PartState query={query} height={480}>
        {(signIn) => (
          <div className="grid items-start gap-4 lg:grid-cols-[3fr_2fr]">
            <MappingsCard mappings={signIn.mappings} provider={signIn.provider} />
            <div className="min-w-0 space-y-4">
              <ProviderCard signIn={signIn} />
              <SettingsCard settings={signIn.settings} />
            </div>
          </div>
        )}
      </PartState>
    </div>
  );
}
