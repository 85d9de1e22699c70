import type { MailMessage } from "./mail-message";
import type { MailOutcome } from "./mail-outcome";

/** Takes one mail at a time for one person, from any number of callers at once. Nothing is thrown but what is our own fault. */
export type MailTransport = {
  /** `signal` ends it until all of it is with the server. From there on its answer is waited for (mail-times.ts). */
  send(message: MailMessage, signal: AbortSignal): Promise<MailOutcome>;
  /** Ends what is open; what is being sent comes to its end before. */
  close(): void;
};
