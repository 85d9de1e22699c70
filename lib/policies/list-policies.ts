import { z } from "zod";
import { type Policy, policySchema } from "@/lib/kpis/policy";
import { policyOn } from "@/lib/kpis/policy-versions";
import type { Database } from "@/lib/platform/database";
import { diffPolicies } from "./diff-policies";
import { type Policies, policiesSchema, type VersionRow } from "./policies-shape";

const storedSchema = z.object({
  version: z.number().int(),
  validFrom: z.string(),
  policy: policySchema,
  madeAt: z.string(),
  by: z.string().nullable(),
  reason: z.string().nullable(),
  withdrawnAt: z.string().nullable(),
});
type Stored = z.infer<typeof storedSchema>;

const instant = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const nameOf = (actor: string) => `(SELECT u.name FROM app."user" u WHERE ${actor} = 'user:' || u.id)`;

/** The last recomputations that are told of. */
const mostRecomputations = 5;

const pageSql = `SELECT jsonb_build_object(
  'versions', (SELECT jsonb_agg(jsonb_build_object('version', version, 'validFrom', valid_from::text, 'policy', document, 'madeAt', ${instant("created_at")},
      'by', ${nameOf("made_by")}, 'reason', reason, 'withdrawnAt', ${instant("withdrawn_at")}) ORDER BY version) FROM app.policy),
  'scales', (SELECT coalesce(jsonb_agg(jsonb_build_object('scale', s.scale, 'own', o.scale IS NOT NULL, 'letters', s.letters,
      'grades', EXISTS (SELECT FROM warehouse.cell_grade_unit c WHERE c.scale = s.scale AND c.grades > 0)) ORDER BY o.scale IS NOT NULL, s.scale ~ '^[0-9]' DESC, s.scale DESC), '[]')
    FROM (SELECT scale, jsonb_agg(jsonb_build_object('letter', letter, 'points', points, 'failing', failing, 'low', low) ORDER BY position) AS letters
      FROM warehouse.dim_scale_letter GROUP BY scale) s LEFT JOIN app.own_scale o USING (scale)),
  'terms', (SELECT coalesce(jsonb_agg(jsonb_build_object('term', id, 'name', name, 'academicYear', academic_year, 'startsOn', starts_on, 'endsOn', ends_on,
      'censusOn', census_on, 'source', source) ORDER BY starts_on DESC NULLS LAST, id DESC), '[]') FROM warehouse.dim_term WHERE term_key <> 0),
  'units', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'name', CASE WHEN $1 THEN coalesce(name_ko, name, id) ELSE coalesce(name, id) END) ORDER BY name, id), '[]')
    FROM warehouse.dim_org_unit WHERE org_unit_key <> 0),
  'recomputations', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'scale', scale, 'by', ${nameOf("actor")}, 'beganAt', ${instant("began_at")},
      'endedAt', ${instant("ended_at")}, 'terms', terms, 'termsDone', terms_done, 'grades', grades) ORDER BY began_at DESC), '[]')
    FROM (SELECT * FROM app.recomputation ORDER BY began_at DESC LIMIT ${mostRecomputations}) r)) AS page`;

/** All that the page of policies shows, in one snapshot. */
export async function listPolicies(
  database: Database,
  { today, timeZone, korean }: { today: string; timeZone: string; korean: boolean },
): Promise<Policies> {
  const found = await database.owner.query<{ page: Record<string, unknown> }>(pageSql, [korean]);
  const { versions: stored, ...rest } = found.rows[0]?.page ?? {};
  const versions = z.array(storedSchema).parse(stored);
  const standing = versions.filter(({ withdrawnAt }) => withdrawnAt === null);
  const holds = policyOn(standing, today);
  return policiesSchema.parse({
    ...rest,
    today,
    timeZone,
    current: { version: holds.version, policy: holds.policy },
    latest: versions.at(-1)?.version ?? 0,
    versions: versions.map((version) => toRow(version, standing, holds.version, today)).reverse(),
  });
}

function toRow({ policy, ...version }: Stored, standing: readonly Stored[], holds: number, today: string): VersionRow {
  return {
    ...version,
    validFrom: version.validFrom === "-infinity" ? null : version.validFrom,
    state: stateOf(version, standing, holds, today),
    changes: diffPolicies(before(version, standing) ?? policy, policy),
  };
}

/** What held on its first day before it was made. */
const before = ({ version, validFrom }: Pick<Stored, "version" | "validFrom">, standing: readonly Stored[]): Policy | undefined =>
  standing.findLast((one) => one.version < version && one.validFrom <= validFrom)?.policy;

function stateOf(version: Omit<Stored, "policy">, standing: readonly Stored[], holds: number, today: string): VersionRow["state"] {
  if (version.withdrawnAt !== null) return "withdrawn";
  if (version.version === holds) return "holds";
  if (version.validFrom > today) return "ahead";
  return standing.some((later) => later.version > version.version && later.validFrom <= version.validFrom) ? "replaced" : "over";
}
