"use client";

import { useTranslations } from "next-intl";
import type { ShownSignIn } from "@/lib/access/administration/sign-in-shapes";
import { Card } from "../../ui/card";
import { useRoleWords } from "../access/words";

/** What was decided of everybody's sign-in; the command line changes it, which each line names. */
export function SettingsCard({ settings }: { settings: ShownSignIn["settings"] }) {
  const t = useTranslations("admin.signIn");
  const roleWords = useRoleWords();
  const { secondFactorRoles } = settings;
  const lines: [keyof ShownSignIn["settings"], string][] = [
    ["idleMinutes", t("minutes", { count: settings.idleMinutes })],
    ["absoluteHours", t("hours", { count: settings.absoluteHours })],
    ["secondFactorRoles", secondFactorRoles.length === 0 ? t("noRole") : secondFactorRoles.map(roleWords).join(", ")],
    ["matchByEmail", t(settings.matchByEmail ? "yes" : "no")],
    ["withoutGrant", t(`withoutGrant.${settings.withoutGrant}`)],
    ["providerFactor", t(`providerFactor.${settings.providerFactor}`)],
  ];
  return (
    <Card title={t("settings")} note={t("settingsNote")}>
      <dl className="space-y-2 text-sm">
        {lines.map(([name, value]) => (
          <div key={name}>
            <dt className="text-soft">
              {t(`setting.${name}`)} <code className="text-xs">{name}</code>
            </dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
