import { z } from "zod";
import { oneLine } from "./mail-message";
import { inOwnWord, type OwnWord } from "./own-words";

/** `sent`: a server took it over. `refused`: it will not, now or later. `later`: not now. `unreached`: no server answered. */
export type MailOutcome =
  | { outcome: "sent"; detail: string }
  | { outcome: "refused"; detail: string }
  | { outcome: "later"; detail: string; unreached?: true };

/** As nodemailer's errors are: its own code, the command in flight, and what the server answered. */
const failureSchema = z.object({
  code: z.string().optional().catch(undefined),
  originalCode: z.string().optional().catch(undefined),
  command: z.string().optional().catch(undefined),
  response: z.string().optional().catch(undefined),
  responseCode: z.number().optional().catch(undefined),
  message: z.string(),
});
type Failure = z.infer<typeof failureSchema>;

/** 503 is about the order of commands and not about this mail (RFC 5321, 4.2.3). */
const isForGood = ({ responseCode: code = 0 }: Failure) => code >= 500 && code !== 503;

/**
 * What a failed try means. Only what the server says of the recipient or of the mail itself is for good; a sender or a
 * password that it does not take is to be mended in the settings, and the mail goes then. Throws what is no answer of a
 * server or network.
 */
export function outcomeOf(error: unknown): MailOutcome {
  const failure = failureSchema.safeParse(error).data;
  if (failure?.code === undefined || ourFault.has(failure.code)) throw error;
  const said = oneLine(failure.response ?? "");
  const { code, command = "" } = failure;
  if (code === "EAUTH" || code === "ENOAUTH" || code === "EOAUTH2") return laterFor("login-refused", said || failure.message);
  if (command === "MAIL FROM" && said !== "") return laterFor("sender-refused", said);
  if (code === "EENVELOPE" && command === "RCPT TO") return isForGood(failure) ? { outcome: "refused", detail: said } : later(said);
  if (code === "EMESSAGE" || command === "DATA")
    return isForGood(failure) ? { outcome: "refused", detail: said } : said === "" ? unreached("connection-lost") : later(said);
  if (code === "ETLS" || isAboutCertificates(failure)) return unreached("certificate-refused", failure.message);
  if (code === "EABORT") return laterFor("sending-stopped");
  return said === "" ? unreached("server-unreached", `${failure.originalCode ?? code}, ${failure.message}`) : later(said);
}

const later = (detail: string): MailOutcome => ({ outcome: "later", detail: oneLine(detail) });
const laterFor = (word: OwnWord, about = ""): MailOutcome => later(inOwnWord(word, about));
const unreached = (word: OwnWord, about = ""): MailOutcome => ({
  outcome: "later",
  detail: oneLine(inOwnWord(word, about)),
  unreached: true,
});

/** Of the mail itself, and of how the transport is used. */
const ourFault: ReadonlySet<string> = new Set(["ECONFIG", "ESTREAM", "EFILEACCESS", "EURLACCESS", "EFETCH", "EMAXRECIPIENTS"]);

const isAboutCertificates = ({ originalCode = "", message }: Failure) =>
  /CERT|SELF_SIGNED|ALTNAME|UNABLE_TO_VERIFY/.test(originalCode) || /certificate/i.test(message);
