import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { asOfOf, type PageParameters, reader, readMoment, readState } from "@/components/shell/page-context";
import { PageHead } from "@/components/shell/page-head";
import { StudentContacts } from "@/components/student/student-contacts";
import { StudentFacts } from "@/components/student/student-facts";
import { StudentHistory } from "@/components/student/student-history";
import { StudentLive } from "@/components/student/student-live";
import { StudentScores } from "@/components/student/student-scores";
import { StudentSections } from "@/components/student/student-sections";
import { teachingScope } from "@/lib/access/narrow-scope";
import { revealPeople } from "@/lib/access/reveal";
import { withScopedRead } from "@/lib/access/scoped-read";
import { openContacts } from "@/lib/entries/read-contacts";
import { localDay } from "@/lib/platform/clock";
import { getServices } from "@/lib/runtime/services";
import { getRunningGrades } from "@/lib/warehouse/queries/get-running-grades";
import { getStudent } from "@/lib/warehouse/queries/get-student";
import { getStudentScores } from "@/lib/warehouse/queries/get-student-scores";
import { listContacts } from "@/lib/warehouse/queries/list-contacts";
import { listStudentMarks } from "@/lib/warehouse/queries/list-student-marks";

/** Without the name: titles end up in histories and on shared screens. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("student"))("title") };
}

export default async function Student({ params, searchParams }: PageParameters) {
  const services = getServices();
  const principal = await reader();
  const id = z.uuid().safeParse((await params).id);
  if (principal === null || !id.success) notFound();
  const moment = await readMoment(searchParams);
  const asOf = asOfOf(moment);
  const today = localDay(asOf?.at ?? services.now(), services.timeZone);
  const found = await withScopedRead(
    services.database,
    principal.studentScope,
    async (read) => {
      const student = await getStudent(read, id.data, today);
      return student && { page: student, marks: await listStudentMarks(read, id.data), rows: await listContacts(read, id.data) };
    },
    asOf,
  );
  if (found === null) notFound();
  const { page, marks, rows } = found;
  const contacts = await openContacts(services, principal, rows);
  const teaching = teachingScope(principal.studentScope);
  const { scores, running } = await withScopedRead(
    services.database,
    teaching,
    async (read) => ({
      scores: await getStudentScores(read, id.data),
      running: await getRunningGrades(read, { student: id.data }),
    }),
    asOf,
  );
  const t = await getTranslations("student");
  const { query, term } = await readState(searchParams);
  const person = (await revealPeople(services, principal, [page.student])).get(page.student);
  const name = person?.name ?? person?.id ?? t("title");
  return (
    <>
      {moment === null && <StudentLive student={page.student} />}
      <PageHead
        title={name}
        detail={<StudentFacts page={page} id={person?.name == null ? null : person.id} />}
        term={term}
        compares={false}
        narrows={false}
      />
      <div className="space-y-4">
        <StudentSections sections={page.sections} marks={marks} running={running} query={query} />
        <StudentContacts student={page.student} name={name} contacts={contacts} readOnly={moment !== null} />
        <StudentScores scores={scores} sections={page.sections} teaches={teaching.kind !== "none"} />
        <StudentHistory page={page} />
      </div>
    </>
  );
}
