import type { PoolClient } from "pg";
import { z } from "zod";
import { readRows } from "@/lib/platform/read-rows";
import { type Standing, standingSchema } from "../rules/evaluate";
import { type Channels, channelsSchema, type Watch, watchSchema } from "../rules/rule-shape";
import { ruleStates } from "../rules/states";

const rowSchema = z.object({
  id: z.uuid(),
  owner: z.uuid(),
  name: z.string(),
  watch: watchSchema,
  channels: channelsSchema,
  version: z.number().int(),
  state: z.enum(ruleStates),
  standing: standingSchema,
  turn: z.string(),
  held: z.boolean(),
});

/** A rule as it is watched. `held`: it could not be watched when that was last written. */
export type WatchedRule = {
  id: string;
  owner: string;
  name: string;
  watch: Watch;
  channels: Channels;
  version: number;
  standing: Standing;
  turn: bigint;
  held: boolean;
};

/**
 * The rules that are to be watched: all, or the one of this id. One that cannot be understood (written by a later version, or by
 * hand) is told to `onError`, and keeps none of the others from being watched.
 */
export async function readWatchedRules(
  client: Pick<PoolClient, "query">,
  id: string | null,
  onError: (error: unknown) => void,
): Promise<WatchedRule[]> {
  const found = await client.query(
    `SELECT id, owner, name, watch, channels, version, state, standing, turn::text, held_since IS NOT NULL AS held
     FROM app.alert_rule WHERE removed_at IS NULL AND paused_at IS NULL AND ($1::uuid IS NULL OR id = $1) ORDER BY created_at, id`,
    [id],
  );
  return readRows(rowSchema, found.rows, "rule", onError).map(({ state, standing, turn, ...rule }) => ({
    ...rule,
    standing: { ...standing, state },
    turn: BigInt(turn),
  }));
}
