import { lookup } from "node:dns/promises";
import { type RequestOptions, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP } from "node:net";
import { isBellwetherError } from "@/lib/platform/errors";
import { isAllowedAddress } from "./allowed-address";
import { hostOf, webhookUrl } from "./check-url";

const longestAnswer = 10_000;
/** Nothing of an answer's body is of use; this much is taken, so that an honest receiver is not cut off. */
const mostTaken = 64 * 1024;

export type PostOptions = {
  allowPrivate: boolean;
  signal: AbortSignal;
  /** What a name stands for; DNS unless given. */
  resolve?: (host: string) => Promise<readonly string[]>;
  /** Milliseconds for all of it. */
  longest?: number;
};

/** `gone`: the receiver wants no more (410). */
export type PostOutcome = { outcome: "taken" | "failed" | "gone"; answer: string };

const resolveByDns = async (host: string) => (await lookup(host, { all: true })).map(({ address }) => address);

/**
 * Posts a body to a webhook. The name is resolved once, each of its addresses is looked at, and the connection goes to the
 * first of them and nowhere else, so that a name that changes meanwhile leads nowhere. Redirects are not followed.
 */
export async function postWebhook(
  address: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  { allowPrivate, signal, resolve = resolveByDns, longest = longestAnswer }: PostOptions,
): Promise<PostOutcome> {
  try {
    const url = webhookUrl(address, allowPrivate);
    const timeout = AbortSignal.timeout(longest);
    const target = await pinned(hostOf(url), allowPrivate, resolve, timeout);
    if (target === null) return { outcome: "failed", answer: "It leads into a private network." };
    const status = await send(url, target, headers, body, AbortSignal.any([signal, timeout]));
    if (status === 410) return { outcome: "gone", answer: "410" };
    return { outcome: status >= 200 && status < 300 ? "taken" : "failed", answer: String(status) };
  } catch (error) {
    return { outcome: "failed", answer: reasonOf(error) };
  }
}

/** The one address that is connected to; null where any that the name stands for is not allowed. */
async function pinned(
  host: string,
  allowPrivate: boolean,
  resolve: NonNullable<PostOptions["resolve"]>,
  timeout: AbortSignal,
): Promise<string | null> {
  const addresses = isIP(host) > 0 ? [host] : await orAborted(resolve(host), timeout);
  const [first] = addresses;
  return first !== undefined && addresses.every((one) => isAllowedAddress(one, allowPrivate)) ? first : null;
}

/** A resolver cannot be called off: it is waited for no longer. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    promise.then(resolve, reject);
  });
}

function send(url: URL, target: string, headers: Readonly<Record<string, string>>, body: string, signal: AbortSignal): Promise<number> {
  const options: RequestOptions = {
    method: "POST",
    agent: false,
    signal,
    headers: {
      ...headers,
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
      "user-agent": "Bellwether",
      connection: "close",
    },
    // The name stays in Host and in the certificate's check; where the connection goes is settled.
    lookup: (_host, { all }, done) => {
      const family = isIP(target);
      if (all === true) done(null, [{ address: target, family }]);
      else done(null, target, family);
    },
  };
  return new Promise((resolve, reject) => {
    const sent = url.protocol === "https:" ? requestHttps(url, options) : requestHttp(url, options);
    sent.on("error", reject);
    sent.on("response", (response) => {
      const { statusCode = 0 } = response;
      let taken = 0;
      response.on("data", (chunk: Buffer) => {
        taken += chunk.length;
        if (taken > mostTaken) response.destroy();
      });
      response.on("error", reject);
      response.on("close", () => resolve(statusCode));
    });
    sent.end(body);
  });
}

/** For who looks after the webhook: a class of failure, and nothing of what stands behind it. */
function reasonOf(error: unknown): string {
  if (isBellwetherError(error)) return error.message;
  const code: unknown = error instanceof Error ? Reflect.get(error, "code") : null;
  if (error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError")) return "timeout";
  return typeof code === "string" ? code : "failed";
}
