import type { PoolClient } from "pg";
import { z } from "zod";
import { BellwetherError } from "@/lib/platform/errors";
import type { Editor } from "./editor";
import { readSchedule } from "./read-schedule";
import { openTo, type ScheduleHead, type ScheduleRow, scheduleColumns, scheduleHeadSchema, scheduleRowSchema } from "./schedule-row";

/**
 * A schedule that is the editor's own, or anybody's for who manages all. Foreign ones, unknown ones, removed ones and
 * ids that are none are alike. `lock`: of two who change it at once the second sees what the first did. Throws not-found, and
 * conflict where it cannot be read.
 */
export async function findSchedule(
  client: Pick<PoolClient, "query">,
  editor: Editor,
  id: string,
  locking: Locking = {},
): Promise<ScheduleRow> {
  return readSchedule(scheduleRowSchema, await find(client, editor, id, locking));
}

/** The same of one of which the rest need not be readable. */
export async function findScheduleHead(
  client: Pick<PoolClient, "query">,
  editor: Editor,
  id: string,
  locking: Locking = {},
): Promise<ScheduleHead> {
  return scheduleHeadSchema.parse(await find(client, editor, id, locking));
}

type Locking = { lock?: boolean };

async function find(
  client: Pick<PoolClient, "query">,
  { userId, managesAll }: Editor,
  id: string,
  { lock = false }: Locking,
): Promise<unknown> {
  const found = z.uuid().safeParse(id).success
    ? await client.query(
        `SELECT ${scheduleColumns("s")} FROM app.report_schedule s WHERE s.id = $1 AND ${openTo("s", "$2", "$3")}${lock ? " FOR UPDATE" : ""}`,
        [id, userId, managesAll],
      )
    : null;
  const row: unknown = found?.rows[0];
  if (row === undefined) throw new BellwetherError("not-found", "There is no such report.", { field: "id" });
  return row;
}
