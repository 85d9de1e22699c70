import type { ScopedRead } from "@/lib/access/scoped-read";
import type { DangerPolicy } from "../queries/danger-policy";
import { listAdviseeGrades } from "../queries/list-advisee-grades";
import { type Advisee, listAdvisees } from "../queries/list-advisees";
import type { Standing } from "./standing";

const noGrades: Pick<Standing, "marks" | "letters" | "means"> = { marks: [], letters: [], means: null };

/** How each of the reader's advisees stands in a term; to be read under the advisor's scope. */
export async function readStandings(read: ScopedRead, term: string, today: string, policy: DangerPolicy): Promise<(Advisee & Standing)[]> {
  const advisees = await listAdvisees(read, term, today, policy);
  const grades = new Map((await listAdviseeGrades(read, term)).map(({ student, ...of }) => [student, of]));
  return advisees.map((advisee) => ({ ...advisee, ...(grades.get(advisee.student) ?? noGrades) }));
}
