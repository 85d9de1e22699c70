import { headersOf, userOf } from "@/lib/access/authenticate";
import { revealPeople } from "@/lib/access/reveal";
import { withScopedRead } from "@/lib/access/scoped-read";
import { policySchema } from "@/lib/kpis/policy";
import { BellwetherError, problemResponse } from "@/lib/platform/errors";
import { getServices } from "@/lib/runtime/services";
import { getSectionStudents } from "@/lib/warehouse/queries/get-section-students";

export const dynamic = "force-dynamic";

/** The students of a section, for who may see students there; unknown and out of scope are alike. */
export async function GET(request: Request, context: { params: Promise<{ id: string }> }): Promise<Response> {
  try {
    const services = getServices();
    const user = await userOf(services, headersOf(request).cookie);
    if (user === null) throw new BellwetherError("unauthenticated", "Sign in.");
    const { id } = await context.params;
    const students = await withScopedRead(services.database, user.studentScope, async (read) => {
      const visible = await read.query(
        `SELECT FROM warehouse.dim_section s WHERE id = $1 AND ((SELECT warehouse.scope_everything())
           OR section_key = ANY((SELECT warehouse.scope_sections())::int[]) OR EXISTS (SELECT FROM warehouse.fact_enrollment e WHERE e.section_key = s.section_key))`,
        [id],
      );
      if (visible.rowCount === 0) throw new BellwetherError("not-found", "There is nothing here by this id.", { field: "section" });
      const policy = await read.query<{ document: unknown }>("SELECT document FROM app.policy ORDER BY version DESC LIMIT 1");
      return getSectionStudents(read, id, policySchema.parse(policy.rows[0]?.document).attendance.absenceLimit);
    });
    const people = await revealPeople(
      services,
      user,
      students.map((one) => one.student),
    );
    return Response.json(
      { students: students.map((one) => ({ ...one, name: people.get(one.student)?.name ?? people.get(one.student)?.id ?? null })) },
      { headers: { "cache-control": "private, no-store" } },
    );
  } catch (error) {
    return problemResponse(error);
  }
}
