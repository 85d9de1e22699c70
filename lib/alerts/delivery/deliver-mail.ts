import { eyesOf, principalOfUser } from "@/lib/access/principal-of-user";
import type { Database } from "@/lib/platform/database";
import { handOverTime } from "@/lib/platform/mail/mail-times";
import { withoutFigures } from "../notices/list-notifications";
import { readNoticeSettings } from "../notices/settings";
import { noticeInWords } from "../words/notice-in-words";
import { saidIn } from "../words/said-in";
import type { Claim } from "./claim";
import { mailText } from "./mail-text";
import type { SendMail } from "./ports";
import { type Settled, settle } from "./settle";

export type MailContext = {
  database: Database;
  sendMail: SendMail;
  baseUrl: string;
  timeZone: string;
  /** Whether the demo's users can sign in. */
  demo: boolean;
  now: () => Date;
  signal: AbortSignal;
  /** Milliseconds from the claim until all of it is with the server: with the wait for its answer it stays below the lease. */
  longest?: number;
};

/** Sends one mail to whoever the user is at the moment; figures of another scope than theirs of now are left out (SCOPE-1). */
export async function deliverMail(claim: Extract<Claim, { channel: "email" }>, context: MailContext): Promise<void> {
  const { database, now, longest = handOverTime } = context;
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(longest)]);
  await settle(database.owner, claim.deliveries, await attempt(claim, { ...context, signal }), now());
}

async function attempt({ user, mail, deliveries }: Extract<Claim, { channel: "email" }>, context: MailContext): Promise<Settled> {
  const { database, sendMail, baseUrl, timeZone, signal } = context;
  const owner = await principalOfUser(database.owner, user, { now: context.now(), demo: context.demo });
  if (owner === null) return { outcome: "withheld", detail: "The user is disabled." };
  const { locale } = await readNoticeSettings(database.owner, user, { timeZone });
  const eyes = await eyesOf(database.owner, owner.principal);
  const items = deliveries.map(({ notice, link, eyes: then }) => {
    const withheld = then !== null && then !== eyes;
    const words = noticeInWords(withheld ? withoutFigures(notice) : notice, locale, saidIn(locale), withheld);
    return { words, link: new URL(withheld ? "/alerts" : link, baseUrl).href };
  });
  const text = mailText(items, locale, new URL("/alerts", baseUrl).href);
  const messageId = `<${mail}@${new URL(baseUrl).hostname}>`;
  const { outcome, detail } = await sendMail({ to: owner.principal.email, ...text, messageId, language: locale }, signal);
  return { outcome: outcome === "refused" ? "failed" : outcome, detail };
}
