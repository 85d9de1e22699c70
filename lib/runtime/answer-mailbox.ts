import { BellwetherError } from "@/lib/platform/errors";
import { keepsMails } from "@/lib/reports/delivery/keeps-mails";
import type { UserAsk } from "./answer-user";

/** Where mails are sent there is no mailbox, for nobody. Throws not-found. */
export function requireMailbox({ services: { config } }: UserAsk): void {
  if (!keepsMails(config)) throw new BellwetherError("not-found", "There is nothing here.");
}
