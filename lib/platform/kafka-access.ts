import { readFileSync } from "node:fs";
import { z } from "zod";
import { refuseSettings } from "./config-problems";

/** How brokers are spoken to: in the clear or by TLS, and as whom. It is handed to threads, which read it anew. */
export const kafkaAccessSchema = z.object({
  /** `authority`: who vouches for brokers, as PEM; null: whom this machine trusts. */
  tls: z.object({ authority: z.string().nullable() }).nullable(),
  sasl: z.object({ mechanism: z.enum(["PLAIN", "SCRAM-SHA-512"]), username: z.string(), password: z.string() }).nullable(),
});
export type KafkaAccess = z.infer<typeof kafkaAccessSchema>;

export const openAccess: KafkaAccess = { tls: null, sasl: null };

export const saslWays = ["scram-sha-512", "plain"] as const;
const mechanisms = { "scram-sha-512": "SCRAM-SHA-512", plain: "PLAIN" } as const;

export type KafkaAccessSettings = {
  KAFKA_TLS?: "on" | "off" | undefined;
  KAFKA_CA_FILE?: string | undefined;
  KAFKA_SASL?: (typeof saslWays)[number] | undefined;
  KAFKA_USERNAME?: string | undefined;
  KAFKA_PASSWORD?: string | undefined;
};

export function kafkaAccessOf(settings: KafkaAccessSettings): KafkaAccess {
  const { KAFKA_TLS: tls, KAFKA_CA_FILE: file, KAFKA_SASL: way, KAFKA_USERNAME: username = "", KAFKA_PASSWORD: password = "" } = settings;
  const isSecured = tls === "on";
  refuseSettings([
    ...(file !== undefined && !isSecured ? [{ variable: "KAFKA_CA_FILE", message: "has a meaning with KAFKA_TLS=on alone" }] : []),
    ...(way !== undefined && !isSecured ? [{ variable: "KAFKA_TLS", message: "must be on where a password is sent" }] : []),
    ...Object.entries({ KAFKA_USERNAME: username, KAFKA_PASSWORD: password }).flatMap(([variable, value]) => {
      if ((value !== "") === (way !== undefined)) return [];
      return [{ variable, message: way === undefined ? "has a meaning with KAFKA_SASL alone" : "is required with KAFKA_SASL" }];
    }),
  ]);
  return {
    tls: isSecured ? { authority: file === undefined ? null : readAuthority(file) } : null,
    sasl: way === undefined ? null : { mechanism: mechanisms[way], username, password },
  };
}

function readAuthority(file: string): string {
  const message = "must be the path of a file with certificates as PEM";
  try {
    const text = readFileSync(file, "utf8");
    if (text.includes("-----BEGIN CERTIFICATE-----")) return text;
  } catch {
    // which is said below
  }
  refuseSettings([{ variable: "KAFKA_CA_FILE", message: `${message}; found ${JSON.stringify(file)}` }]);
  return "";
}
