import type { Pool, PoolClient } from "pg";
import { z } from "zod";
import type { KpiResult } from "../queries/result";
import type { KpiRequest } from "../request";
import type { GivenCell, Released } from "./give-places";
import { figureName } from "./named-counts";
import { leavesName } from "./place";
import { atMost, type Students, studentsOf } from "./sum-of-leaves";
import { type Telling as PlaceTelling, tellPlaces } from "./told-places";

type Answered = { request: KpiRequest; exact: KpiResult };
type Telling = Answered & { name: string; position: bigint; moment: Date };

const studentsSchema: z.ZodType<Students> = z.object({
  students: z.number(),
  scales: z.record(z.string(), z.number()),
  parts: z.record(z.string(), z.number()),
});

/** With how many students each cell is of: of one leaf as it was released, of several as it was when something of them last was. */
export async function tellStudents(question: Telling, given: readonly GivenCell[], client: Pool | PoolClient): Promise<Released> {
  const { name, position, moment, request } = question;
  const tellings = given.map(({ members, time, heads, exact, hidden }): PlaceTelling<Students> | null => {
    if (hidden || time === null || exact === null || heads.length < 2) return null;
    const since = heads.reduce((last, head) => (head.position > last ? head.position : last), 0n);
    const letter = request.groupBy?.[0] === "letter" ? exact.keys : [];
    return { place: [leavesName(members), ...letter].join(" "), time, since, now: studentsOf(exact) };
  });
  const told = await tellPlaces(
    client,
    { question: `${name} ${figureName(request)}`, position, moment },
    studentsSchema,
    tellings.flatMap((telling) => telling ?? []),
  );
  const inOrder = told.values();
  return withStudents(
    question,
    given,
    tellings.map((telling) => (telling === null ? null : (inOrder.next().value ?? null))),
  );
}

/** `students`: of each cell, null where only what its leaves have is known: at least as many as the one that has most. */
export function withStudents(
  { request, exact }: Answered,
  given: readonly GivenCell[],
  students: readonly (Students | null)[] | null,
): Released {
  const cells = given.map(({ cell, heads }, index) => {
    if (heads.length < 2) return cell;
    const told = students?.[index] ?? null;
    const most = heads.reduce((greatest, { figures }) => Math.max(greatest, figures[figureName(request)]?.whole.n?.students ?? 0), 0);
    return atMost(cell, { ...(told ?? studentsOf(cell)), students: Math.max(most, told?.students ?? 0) });
  });
  const [total = exact.total, ...groups] = cells;
  const rules = exact.rules === undefined ? {} : { rules: exact.rules };
  return { result: { total, groups, ...rules }, hidden: new Set(given.flatMap(({ hidden }, index) => (hidden ? [index] : []))) };
}
