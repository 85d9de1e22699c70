import { z } from "zod";
import type { ScopedRead } from "@/lib/access/scoped-read";
import { type Policy, policySchema } from "./policy";
import { type PolicyVersion, policyOnSql, policyVersionSchema, policyVersionsSql } from "./policy-versions";

/** All versions that hold on some day, the one made first at first. */
export async function readPolicyVersions(read: Pick<ScopedRead, "query">): Promise<PolicyVersion[]> {
  const rows = await read.query<{ versions: unknown }>(`SELECT ${policyVersionsSql} AS versions`);
  return z.array(policyVersionSchema).parse(rows.rows[0]?.versions);
}

/** What a question is about, where that may be over: then the policy of its last day goes on to hold for it. */
export type PolicyOf = { term?: string; section?: string };

/** The policy that holds on a day, or held on the last day of a term that is over by then. */
export async function readPolicy(read: Pick<ScopedRead, "query">, day: string, { term, section }: PolicyOf = {}): Promise<Policy> {
  const endsOn = `(SELECT max(t.ends_on) FROM warehouse.dim_term t WHERE t.id = $2
    OR t.term_key = (SELECT s.term_key FROM warehouse.dim_section s WHERE s.id = $3))`;
  const rows = await read.query<{ document: unknown }>(`SELECT ${policyOnSql(`least($1::date, ${endsOn})`, "document")} AS document`, [
    day,
    term ?? null,
    section ?? null,
  ]);
  return policySchema.parse(rows.rows[0]?.document);
}
