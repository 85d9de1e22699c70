import type { ScopedRead } from "@/lib/access/scoped-read";
import { type Policy, policySchema } from "./policy";

/** The policy that holds on a day. */
export async function readPolicy(read: ScopedRead, day: string): Promise<Policy> {
  const rows = await read.query<{ document: unknown }>(
    "SELECT document FROM app.policy WHERE valid_from <= $1::date ORDER BY version DESC LIMIT 1",
    [day],
  );
  return policySchema.parse(rows.rows[0]?.document);
}
