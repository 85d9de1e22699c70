import type { PoolClient } from "pg";
import { activeGrant } from "@/lib/access/administration/active-grant";
import type { Candidate } from "./schedule-shapes";

/** Whoever wants another types on. */
const most = 8;

/** Users whose name or address holds the text and who hold a role: whoever holds none is sent nothing. */
export async function searchCandidates(client: Pick<PoolClient, "query">, text: string, now: Date): Promise<Candidate[]> {
  const pattern = text.normalize("NFC").replaceAll(/[\\%_]/g, "\\$&");
  const found = await client.query<Candidate>(
    `SELECT u.id, u.name, u.email FROM app."user" u
     WHERE (u.name ILIKE $1 OR u.email ILIKE $1) AND u.disabled_at IS NULL
       AND EXISTS (SELECT FROM app.role_grant g WHERE g.user_id = u.id AND ${activeGrant("g", "$3")})
     ORDER BY CASE WHEN u.name ILIKE $2 OR u.email ILIKE $2 THEN 0 ELSE 1 END, lower(u.name), u.id LIMIT ${most}`,
    [`%${pattern}%`, `${pattern}%`, now],
  );
  return found.rows;
}
