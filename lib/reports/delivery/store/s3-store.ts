import { AwsClient } from "aws4fetch";
import type { S3Config } from "@/lib/platform/delivery-config";
import { oneLine } from "@/lib/platform/mail/mail-message";
import { inOwnWord } from "@/lib/platform/mail/own-words";
import type { DeliveryOutcome } from "../../ports";
import { type ReportStore, storedName } from "./report-store";

/** Milliseconds for one copy. */
const longestPut = 60_000;

/** A store that speaks S3: one PUT a copy, signed (Signature Version 4) over the content's hash too. */
export function s3Store({ url, bucket, region, key, secret }: S3Config): ReportStore {
  const client = new AwsClient({ accessKeyId: key, secretAccessKey: secret, service: "s3", region, retries: 0 });
  return {
    async put(copy, signal) {
      const request = await client.sign(`${url}/${bucket}/${storedName(copy)}`, {
        method: "PUT",
        headers: {
          "content-type": "application/pdf",
          "x-amz-content-sha256": copy.sha256,
          "x-amz-meta-sha256": copy.sha256,
        },
        body: new Uint8Array(copy.pdf),
      });
      try {
        const response = await fetch(request, { redirect: "error", signal: AbortSignal.any([signal, AbortSignal.timeout(longestPut)]) });
        return outcomeOf(response.status, await response.text());
      } catch (error) {
        const [reason] = [Reflect.get(Object(error), "cause"), error].filter((one) => one instanceof Error);
        return later(signal.aborted ? inOwnWord("storing-stopped") : inOwnWord("store-unreached", reasonOf(reason ?? error)));
      }
    },
  };
}

const reasonOf = (error: unknown) => String(Reflect.get(Object(error), "code") ?? Reflect.get(Object(error), "message") ?? error);
const later = (detail: string): DeliveryOutcome => ({ outcome: "later", detail: oneLine(detail) });

/** What it refuses is to be mended there or in the settings, and the copy goes then. */
function outcomeOf(status: number, body: string): DeliveryOutcome {
  if (status >= 200 && status < 300) return { outcome: "sent", detail: inOwnWord("stored") };
  const code = /<Code>([A-Za-z.]+)<\/Code>/.exec(body)?.[1];
  return later(inOwnWord("store-answered", code === undefined ? String(status) : `${status} ${code}`));
}
