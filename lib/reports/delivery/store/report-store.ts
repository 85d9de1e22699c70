import type { DeliveryOutcome } from "../../ports";

export type StoredCopy = { run: string; delivery: string; pdf: Buffer; sha256: string; title: string };

/** A place for copies besides the archive. The same delivery has the same name there, so that a second try changes nothing. */
export type ReportStore = { put(copy: StoredCopy, signal: AbortSignal): Promise<DeliveryOutcome> };

const id = /^[0-9a-f-]{36}$/;

/** `<run>/<delivery>.pdf`: ids and nothing that anybody wrote, so that no name leads anywhere else. */
export function storedName({ run, delivery }: Pick<StoredCopy, "run" | "delivery">): string {
  if (!id.test(run) || !id.test(delivery)) throw new TypeError("Runs and deliveries are named by UUIDs.");
  return `${run}/${delivery}.pdf`;
}
