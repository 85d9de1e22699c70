import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { readAll } from "./mail-server";

const sha256 = (text: string | Buffer) => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

export type SignedRequest = { method: string; path: string; headers: Readonly<Record<string, string>> };

/** The signature of a request without a query, as the specification of Signature Version 4 reckons it. */
export function signatureOf({ method, path, headers }: SignedRequest, signed: readonly string[], scope: string, secret: string): string {
  const canonical = [
    method,
    path,
    "",
    ...signed.map((name) => `${name}:${(headers[name] ?? "").trim().replaceAll(/ +/g, " ")}`),
    "",
    signed.join(";"),
    headers["x-amz-content-sha256"] ?? "",
  ].join("\n");
  const text = ["AWS4-HMAC-SHA256", headers["x-amz-date"] ?? "", scope, sha256(canonical)].join("\n");
  const [day = "", region = "", service = "", last = ""] = scope.split("/");
  const key = [region, service, last].reduce(hmac, hmac(`AWS4${secret}`, day));
  return hmac(key, text).toString("hex");
}

/** A store with one bucket that takes what is signed right, whole and of now, and nothing else. */
export class S3Server {
  readonly objects = new Map<string, Buffer>();
  puts = 0;
  /** What it answers next instead, by status. */
  readonly failing: number[] = [];
  url = "";
  private readonly server: Server;

  constructor(private readonly known: { bucket: string; key: string; secret: string; region: string }) {
    this.server = createServer((request, response) => {
      void this.answer(request).then(({ status, code }) => {
        response.writeHead(status, { "content-type": "application/xml" });
        response.end(code === null ? "" : `<?xml version="1.0"?><Error><Code>${code}</Code></Error>`);
      });
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    const address = this.server.address();
    this.url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async answer(request: IncomingMessage): Promise<{ status: number; code: string | null }> {
    const body = await readAll(request);
    this.puts += 1;
    const status = this.failing.shift();
    if (status !== undefined) return { status, code: "SlowDown" };
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const { bucket, key, secret, region } = this.known;
    const [, named, day, scope, signed = "", signature = ""] =
      /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
        headers.authorization ?? "",
      ) ?? [];
    if (named !== key) return { status: 403, code: "InvalidAccessKeyId" };
    const path = request.url ?? "";
    const names = signed.split(";");
    const wanted = signatureOf({ method: request.method ?? "", path, headers }, names, `${day}/${scope}`, secret);
    const guarded = ["host", "x-amz-content-sha256", "x-amz-date"].every((name) => names.includes(name));
    const own = scope === `${region}/s3/aws4_request` && headers["x-amz-date"]?.startsWith(`${day}T`) === true;
    if (!guarded || !own || !timingSafeEqual(Buffer.from(wanted), Buffer.from(signature)))
      return { status: 403, code: "SignatureDoesNotMatch" };
    if (headers["x-amz-content-sha256"] !== sha256(body)) return { status: 400, code: "XAmzContentSHA256Mismatch" };
    if (request.method !== "PUT" || !path.startsWith(`/${bucket}/`)) return { status: 404, code: "NoSuchBucket" };
    this.objects.set(path.slice(bucket.length + 2), body);
    return { status: 200, code: null };
  }
}
