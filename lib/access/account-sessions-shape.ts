import { z } from "zod";
import { signInWays } from "./sign-in-ways";

/** What the account page is told of one's sessions. */
export const sessionsSchema = z.object({
  sessions: z.array(
    z.object({
      id: z.uuid(),
      /** The names of both, as their makers spell them; null where the browser said nothing. */
      browser: z.string().nullable(),
      system: z.string().nullable(),
      address: z.string().nullable(),
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
