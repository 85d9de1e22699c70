"use client";

import { useTranslations } from "next-intl";
import { formatInstant } from "../kpi/format";
import { useKnownLocale, useZone } from "../shell/shell-context";
import { isChannel } from "./channel-name";
import type { ContactData } from "./fetch-advisees";

/** When, how and by whom somebody was last in touch. */
export function ContactLine({ contact }: { contact: ContactData }) {
  const t = useTranslations();
  const locale = useKnownLocale();
  const zone = useZone();
  const parts = [
    formatInstant(contact.at, locale, zone),
    isChannel(contact.channel) ? t(`contact.by.${contact.channel}`) : contact.channel,
    contact.by,
  ];
  return <>{parts.filter((part) => part !== null).join(" · ")}</>;
}
