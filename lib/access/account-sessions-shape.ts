import * as z from "zod/mini";
import { signInWays } from "./sign-in-ways";

/** What the account page is told of one's sessions. */
export const sessionsSchema = z.object({
  sessions: z.array(
    z.object({
      id: z.uuid(),
      /** The names of both, as their makers spell them; null where the browser said nothing. */
      browser: z.nullable(z.string()),
      system: z.nullable(z.string()),
      address: z.nullable(z.string()),
      how: z.enum(signInWays),
      secondFactor: z.boolean(),
      beganAt: z.iso.datetime(),
      lastSeenAt: z.iso.datetime(),
      here: z.boolean(),
    }),
  ),
});
export type AccountSessions = z.infer<typeof sessionsSchema>;
export type AccountSession = AccountSessions["sessions"][number];
