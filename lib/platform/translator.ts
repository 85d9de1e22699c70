import { createTranslator } from "use-intl/core";
import en from "@/messages/en.json" with { type: "json" };
import ko from "@/messages/ko.json" with { type: "json" };
import type { Locale } from "./locale";

type Namespace = "mail" | "deliverySaid";

/** The product's texts for what is written to somebody who does not ask at the moment: a mail. */
export const translatorFor = (namespace: Namespace, locale: Locale) =>
  createTranslator({ locale, messages: locale === "ko" ? ko : en, namespace });
