import * as z from "zod/mini";
import { keyHints, keyStates } from "./key-standing";
import { placeScopeSchema } from "./place-scope";
import { abilities } from "./principal";

const instant = z.iso.datetime({ offset: true });

const secretSchema = z.object({
  prefix: z.string(),
  createdAt: instant,
  /** Who made it; null on the command line. */
  madeBy: z.nullable(z.string()),
  /** It holds until then; null: as long as its key does. */
  endsAt: z.nullable(instant),
  lastUsedAt: z.nullable(instant),
});

const keySchema = z.object({
  id: z.uuid(),
  name: z.string(),
  can: z.array(z.enum(abilities)),
  /** Null where the scope is none that is chosen by places. */
  scope: z.nullable(placeScopeSchema),
  /** The places of its scope, by the names of now; those that nobody has defined by their ids. */
  places: z.array(z.object({ kind: z.enum(["departments", "courses", "sections"]), id: z.string(), name: z.string() })),
  eventsPerSecond: z.nullable(z.number()),
  createdAt: instant,
  madeBy: z.nullable(z.string()),
  expiresAt: z.nullable(instant),
  /** The last local day that it holds. */
  expiresOn: z.nullable(z.string()),
  revokedAt: z.nullable(instant),
  lastUsedAt: z.nullable(instant),
  state: z.enum(keyStates),
  hints: z.array(z.enum(keyHints)),
  /** Those that hold, the newest first; of a key that is over, the last. */
  secrets: z.array(secretSchema),
});
export type KeyItem = z.infer<typeof keySchema>;

export const keysSchema = z.object({ keys: z.array(keySchema), defaultEventsPerSecond: z.number() });
export type KeyList = z.infer<typeof keysSchema>;

export const madeKeySchema = z.object({ id: z.uuid(), key: z.string() });
