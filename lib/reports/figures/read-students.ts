import { maskedLabel } from "@/lib/access/masked-label";
import { type ScopedRead, underScope } from "@/lib/access/scoped-read";
import { writeAudit } from "@/lib/access/write-audit";
import { readPolicy } from "@/lib/kpis/read-policy";
import type { Database } from "@/lib/platform/database";
import { personIdSchema, type Vault } from "@/lib/privacy/vault";
import { findSection } from "@/lib/warehouse/queries/find-place";
import { getSectionStudents } from "@/lib/warehouse/queries/get-section-students";
import type { RenderingOrder } from "../ports";
import type { StudentRow } from "./report-shape";

type Services = { database: Database; vault: Pick<Vault, "identitiesOf"> };
type Asked = { order: RenderingOrder; section: string; today: string };
export type StudentsRead = { open: boolean; students: StudentRow[]; named: boolean };

/**
 * The students of a section, for readers who may see them one by one; by name where their roles allow it. That they were put
 * into a report is recorded under its rendering: who got that is known from its deliveries.
 */
export async function readStudents(services: Services, read: ScopedRead, { order, section, today }: Asked): Promise<StudentsRead> {
  const { studentScope, nameScope } = order.eyes;
  const students = await underScope(read, studentScope, async (inside) => {
    if ((await findSection(inside, section, false)) === null) return null;
    const policy = (await readPolicy(inside, today, { section })).attendance;
    return getSectionStudents(inside, section, policy);
  });
  if (students === null) return { open: false, students: [], named: false };
  const people = students.map(({ student }) => student);
  const nameable = await underScope(read, nameScope, async (inside) => {
    const found = await inside.query<{ student: string }>("SELECT student FROM warehouse.dim_student WHERE student = ANY($1::uuid[])", [
      people,
    ]);
    return found.rows.map((row) => personIdSchema.parse(row.student));
  });
  const known = await services.vault.identitiesOf(nameable);
  const nameOf = (student: string) => {
    const identity = known.get(personIdSchema.parse(student));
    return identity?.name ?? identity?.id ?? maskedLabel(student, order.locale);
  };
  if (people.length > 0) {
    await writeAudit(services.database.owner, {
      actor: "system",
      action: "people.revealed",
      subject: `rendering:${order.id}`,
      people,
      detail: { screen: "report", people: people.length },
    });
  }
  return {
    open: true,
    students: students.map(({ student, ...row }) => ({ ...row, name: nameOf(student) })),
    named: nameable.length > 0,
  };
}
