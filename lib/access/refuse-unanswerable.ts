import { z } from "zod";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { BellwetherError } from "@/lib/platform/errors";
import { isCallback } from "./callback-cookie";

/** Throws, in our words, for what next-auth would answer 500 to although it is the asker's mistake. */
export async function refuseUnanswerable(request: Request): Promise<void> {
  const { pathname, searchParams } = new URL(request.url);
  if (pathname.endsWith("/callback/credentials") && request.method !== "POST") {
    throw new BellwetherError("method-not-allowed", "What somebody signs in with is sent with POST.");
  }
  // The last of several is the one that next-auth reads.
  const callback = searchParams.getAll("callbackUrl").at(-1);
  if (callback !== undefined && !isCallback(callback)) {
    throw new BellwetherError("bad-request", "callbackUrl must be a path or an address of http or https.", {
      field: "callbackUrl",
      rule: "address",
      found: callback.slice(0, 200),
    });
  }
  // A form is texts by itself. What was found may be a password.
  if (request.method === "POST" && request.headers.get("content-type")?.includes("application/json")) {
    await readJsonBody(request.clone(), textsSchema, { quotes: false });
  }
}

const textsSchema = z.record(z.string(), z.string());

/** Where a sign-in may lead: a page of ours. What is sent in a body may be no address at all, or no text. */
export function ownAddress({ url, baseUrl }: { url: unknown; baseUrl: string }): string {
  if (typeof url !== "string") return baseUrl;
  if (url.startsWith("/")) return `${baseUrl}${url}`;
  return URL.parse(url)?.origin === baseUrl ? url : baseUrl;
}
