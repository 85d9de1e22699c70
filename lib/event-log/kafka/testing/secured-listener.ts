import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Who may speak to the broker. The password has what a file of properties, a shell and JSON would each take for their own. */
export const user = { name: "bellwether", password: "it's: a #long pass=word" };
const itself = { name: "broker", password: "of-the-broker" };

/** What there is not, in words; null where certificates can be made. */
export const missingForCertificates = (): string | null =>
  spawnSync("openssl", ["version"], { stdio: "ignore" }).status === 0 ? null : "there is no openssl";

/** An authority of a test's own, and a broker's certificate by it. */
export type Certificates = { authority: string; ownFile: string };

export function makeCertificates(folder: string): Certificates {
  const at = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync("openssl", args, { stdio: ["ignore", "ignore", "ignore"] });
  const made = ["-newkey", "rsa:2048", "-nodes", "-days", "2"];
  openssl("req", "-x509", ...made, "-keyout", at("ca.key"), "-out", at("ca.pem"), "-subj", "/CN=authority of a test");
  openssl("req", ...made.slice(0, 3), "-keyout", at("broker.key"), "-out", at("broker.csr"), "-subj", "/CN=broker");
  writeFileSync(at("names"), "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
  const signing = ["-CA", at("ca.pem"), "-CAkey", at("ca.key"), "-CAcreateserial", "-days", "2", "-extfile", at("names")];
  openssl("x509", "-req", "-in", at("broker.csr"), "-out", at("broker.pem"), ...signing);
  writeFileSync(at("own.pem"), readFileSync(at("broker.key"), "utf8") + readFileSync(at("broker.pem"), "utf8"));
  return { authority: at("ca.pem"), ownFile: at("own.pem") };
}

const quoted = (text: string) => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;

/** TLS with that certificate, and SCRAM-SHA-512 or PLAIN over it. */
export const securedProperties = ({ authority, ownFile }: Certificates) => `
ssl.keystore.type=PEM
ssl.keystore.location=${ownFile}
ssl.truststore.type=PEM
ssl.truststore.location=${authority}
sasl.enabled.mechanisms=SCRAM-SHA-512,PLAIN
sasl.mechanism.inter.broker.protocol=PLAIN
listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
listener.name.sasl_ssl.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required \\
  username=${quoted(itself.name)} password=${quoted(itself.password)} \\
  user_${itself.name}=${quoted(itself.password)} user_${user.name}=${quoted(user.password)};
`;

export const scramUser = ["--add-scram", `SCRAM-SHA-512=[name=${user.name},password=${quoted(user.password)}]`];
