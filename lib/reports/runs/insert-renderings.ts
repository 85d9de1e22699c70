import type { PoolClient } from "pg";
import { renderingId } from "./ids";
import { type Sheet, sheetKey } from "./rendering-order";

/** Asks for renderings of a run, each once; answers with the ids in the order of the sheets. */
export async function insertRenderings(
  client: Pick<PoolClient, "query">,
  run: string,
  sheets: readonly Sheet[],
  now: Date,
): Promise<string[]> {
  const keys = sheets.map(sheetKey);
  const rows = [...new Map(sheets.map((sheet, index) => [keys[index] ?? sheetKey(sheet), sheet]))].map(([key, sheet]) => ({
    id: renderingId(run, key),
    key,
    ...sheet,
  }));
  await client.query(
    `INSERT INTO app.report_rendering (id, run, key, eyes, reached, content, locale, since, before, state, next_try_at)
     SELECT id, $1, key, eyes, reached, content, locale, since, nullif(before, 'null'), 'waiting', $3
     FROM jsonb_to_recordset($2::jsonb) AS sheet(id uuid, key text, eyes jsonb, reached text, content jsonb, locale text, since timestamptz, before jsonb)
     ON CONFLICT (run, key) DO NOTHING`,
    [run, JSON.stringify(rows), now],
  );
  return keys.map((key) => renderingId(run, key));
}
