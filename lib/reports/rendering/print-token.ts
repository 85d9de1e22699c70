import { createHash, randomBytes } from "node:crypto";
import type { Database } from "@/lib/platform/database";
import type { RenderingOrder } from "../ports";
import { readOrder, writtenOrder } from "../print-order";

/** The header that carries it, from the renderer to the app's own page and nowhere else. */
export const printTokenHeader = "x-bellwether-print";
/** Milliseconds in which the page must be asked for. */
const lifetime = 60_000;
const tokenPattern = /^[A-Za-z0-9_-]{43}$/;

const hashOf = (token: string) => createHash("sha256").update(token).digest();

/** A token that opens one printed page once. It stands for eyes and an order, and for nobody. */
export async function issuePrintToken(database: Pick<Database, "owner">, order: RenderingOrder, now: Date): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await database.owner.query(
    `WITH over AS (DELETE FROM app.print_token WHERE expires_at < $3)
     INSERT INTO app.print_token (hash, print_order, expires_at) VALUES ($1, $2, $4)`,
    [hashOf(token), JSON.stringify(writtenOrder(order)), now, new Date(now.getTime() + lifetime)],
  );
  return token;
}

/** The order of a token, which is used up by it; null for one that is unknown, over or used, all alike. */
export async function takePrintOrder(database: Pick<Database, "owner">, token: string | null, now: Date): Promise<RenderingOrder | null> {
  if (token === null || !tokenPattern.test(token)) return null;
  const found = await database.owner.query<{ order: unknown; holds: boolean }>(
    `DELETE FROM app.print_token WHERE hash = $1 RETURNING print_order AS "order", expires_at > $2 AS holds`,
    [hashOf(token), now],
  );
  const row = found.rows[0];
  return row?.holds === true ? readOrder(row.order) : null;
}
