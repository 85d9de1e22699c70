import { tellFailure } from "@/lib/platform/errors";

/** Next calls it with what a page or route threw: it goes where all failures go, masked, and once. */
export function onRequestError(error: unknown): void {
  tellFailure(error);
}
