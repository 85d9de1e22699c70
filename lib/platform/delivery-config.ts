import { z } from "zod";
import { isThisMachine, refuseSettings } from "./config-problems";

/**
 * An SMTP server and who writes. `tls`: from the first byte on, asked for before anything is said (STARTTLS), or none.
 * `bounces`: the address that mail servers report to.
 */
export type MailConfig = {
  host: string;
  port: number;
  tls: "implicit" | "starttls" | "none";
  login: { user: string; password: string } | null;
  from: { name: string; address: string };
  bounces: string;
};

/** A store that speaks S3; the bucket stands in the path. */
export type S3Config = { url: string; bucket: string; region: string; key: string; secret: string };

/** `reports@example.edu`, or `Bellwether <reports@example.edu>`. */
export function readSender(text: string, context: z.RefinementCtx): { name: string; address: string } {
  const [, name = "", bracketed] = /^\s*"?([^"<>\p{Cc}]*?)"?\s*<([^<>]*)>\s*$/u.exec(text) ?? [];
  const address = (bracketed ?? text).trim();
  if (z.email().max(254).safeParse(address).success) return { name: name.trim(), address };
  context.addIssue({ code: "custom", message: "must be an e-mail address, or a name and <an e-mail address>" });
  return z.NEVER;
}

type MailSettings = {
  SMTP_URL?: string | undefined;
  SMTP_TLS?: "required" | "off" | undefined;
  MAIL_FROM?: MailConfig["from"] | undefined;
  MAIL_BOUNCES?: string | undefined;
};

/**
 * A mail server and who writes, or neither. What is said to a server elsewhere is encrypted, unless that is turned off in so
 * many words.
 */
export function mailOf({ SMTP_URL: url, SMTP_TLS: tls, MAIL_FROM: from, MAIL_BOUNCES: bounces }: MailSettings): MailConfig | null {
  if (url === undefined || from === undefined) {
    const missing = url === undefined ? "SMTP_URL" : "MAIL_FROM";
    refuseSettings(url === from ? [] : [{ variable: missing, message: "is required to send mail" }]);
    return null;
  }
  const { hostname, port, protocol, username, password } = new URL(url);
  const implicit = protocol === "smtps:";
  const off = tls === undefined ? isThisMachine(url) : tls === "off";
  const unsafe = !implicit && off && username !== "" && !isThisMachine(url);
  refuseSettings([
    ...(hostname === "" ? [{ variable: "SMTP_URL", message: "must name a host" }] : []),
    ...(implicit && tls === "off" ? [{ variable: "SMTP_TLS", message: "smtps:// is encrypted; use smtp:// to turn it off" }] : []),
    ...(unsafe ? [{ variable: "SMTP_TLS", message: "must be on where a password goes to another machine" }] : []),
  ]);
  return {
    host: hostname.replace(/^\[|\]$/g, ""),
    port: port === "" ? (implicit ? 465 : 587) : Number(port),
    tls: implicit ? "implicit" : off ? "none" : "starttls",
    login: username === "" ? null : { user: decodeURIComponent(username), password: decodeURIComponent(password) },
    from,
    bounces: bounces ?? from.address,
  };
}

type S3Settings = {
  BELLWETHER_REPORT_S3_URL?: string | undefined;
  BELLWETHER_REPORT_S3_BUCKET?: string | undefined;
  BELLWETHER_REPORT_S3_REGION: string;
  BELLWETHER_REPORT_S3_KEY?: string | undefined;
  BELLWETHER_REPORT_S3_SECRET?: string | undefined;
};

/** All of a store or nothing of it. */
export function s3Of({ BELLWETHER_REPORT_S3_REGION: region, ...needed }: S3Settings): S3Config | null {
  const names = [
    "BELLWETHER_REPORT_S3_URL",
    "BELLWETHER_REPORT_S3_BUCKET",
    "BELLWETHER_REPORT_S3_KEY",
    "BELLWETHER_REPORT_S3_SECRET",
  ] as const;
  if (names.every((name) => needed[name] === undefined)) return null;
  const url = needed.BELLWETHER_REPORT_S3_URL ?? "";
  const plain = url.startsWith("http://") && !isThisMachine(url);
  refuseSettings([
    ...names.filter((name) => needed[name] === undefined).map((variable) => ({ variable, message: "is required for an S3 store" })),
    ...(plain ? [{ variable: "BELLWETHER_REPORT_S3_URL", message: "must be an https:// address but on this machine" }] : []),
  ]);
  return {
    url: url.replace(/\/$/, ""),
    bucket: needed.BELLWETHER_REPORT_S3_BUCKET ?? "",
    region,
    key: needed.BELLWETHER_REPORT_S3_KEY ?? "",
    secret: needed.BELLWETHER_REPORT_S3_SECRET ?? "",
  };
}

/** Whether copies of reports can be put anywhere. */
export const hasStore = ({ folder, s3 }: { folder: string | null; s3: S3Config | null }): boolean => folder !== null || s3 !== null;
