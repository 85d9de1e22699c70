import { createHmac, randomBytes } from "node:crypto";

/**
 * Signatures as Standard Webhooks 1.0 has them (https://www.standardwebhooks.com): HMAC-SHA256 over `id.timestamp.body` with the
 * secret's bytes. The id is the delivery's own however often it is tried, so that a receiver can tell a second copy.
 */
const prefix = "whsec_";
const secretLength = 32;

export const newWebhookSecret = (): string => `${prefix}${randomBytes(secretLength).toString("base64")}`;

export function signedHeaders(secret: string, id: string, at: Date, body: string): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  const key = Buffer.from(secret.slice(prefix.length), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`, "utf8").digest("base64");
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` };
}
