import { formatInstant } from "@/lib/kpis/format";
import { translatorFor } from "@/lib/platform/translator";
import type { DeliveryOrder } from "../ports";
import { headlineLines } from "./headline-lines";
import { mailHtml } from "./mail-html";

export type MailOptions = { timeZone: string; address: string; attached: boolean };
export type WrittenMail = { subject: string; text: string; html: string };

/**
 * What is in a mail: what it is about, its time of data, the headline figures of the report, and where the report is.
 * Nothing that the report does not show, and in the subject nobody's name. An address outside is led nowhere: it cannot sign in.
 */
export function writeMail({ rendered, locale, to }: Pick<DeliveryOrder, "rendered" | "locale" | "to">, options: MailOptions): WrittenMail {
  const { timeZone, address, attached } = options;
  const t = translatorFor("mail", locale);
  const { title, headline, processedThrough, pages, policyVersion } = rendered;
  const facts = [
    ...(headline.term === null ? [] : [t("term", { term: headline.term })]),
    processedThrough === null ? t("noData") : t("dataThrough", { time: formatInstant(processedThrough, locale, timeZone), zone: timeZone }),
    t("policy", { version: policyVersion }),
  ];
  const lines = headlineLines(headline.figures, locale);
  const outside = to.name === null;
  const where = outside ? t(attached ? "attachedOutside" : "notAttached", { pages }) : t(attached ? "attached" : "linked", { pages });
  const foot = t(outside ? "footOutside" : "foot");
  const link = outside ? null : { open: t("open"), address };
  const text = [
    title,
    facts.join("\n"),
    ...(lines.length === 0
      ? []
      : [lines.map(({ name, value, note }) => `${name}: ${value}${note === null ? "" : ` (${note})`}`).join("\n")]),
    where,
    ...(link === null ? [] : [`${link.open}: ${link.address}`]),
    `-- \n${foot}`,
  ].join("\n\n");
  return { subject: title, text: `${text}\n`, html: mailHtml({ locale, title, facts, lines, where, link, foot }) };
}
