import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { z } from "zod";
import { asOfOf, type PageParameters, reader, readMoment, readState } from "@/components/shell/page-context";
import { PageHead } from "@/components/shell/page-head";
import { readLookReason } from "@/components/student/read-look-reason";
import { ReasonForm } from "@/components/student/reason-form";
import { StudentContacts } from "@/components/student/student-contacts";
import { StudentFacts } from "@/components/student/student-facts";
import { StudentHistory } from "@/components/student/student-history";
import { StudentLive } from "@/components/student/student-live";
import { StudentScores } from "@/components/student/student-scores";
import { StudentSections } from "@/components/student/student-sections";
import { teachingScope } from "@/lib/access/narrow-scope";
import { readableStudents } from "@/lib/access/readable-students";
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
  const t = await getTranslations("student");
  if ((await readableStudents(services.database, principal.studentScope, [id.data])).length === 0) notFound();
  const reason = await readLookReason(principal, id.data);
  if (reason === null) {
    return (
      <>
        <h1 className="mb-4 text-xl font-semibold tracking-tight">{t("title")}</h1>
        <ReasonForm student={id.data} />
      </>
    );
  }
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
  const contacts = await openContacts(services, principal, rows, "student");
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
  const { query, term } = await readState(searchParams);
  const locale = (await getLocale()) === "ko" ? "ko" : "en";
  const at = { screen: "student", detail: reason } as const;
  const person = (await revealPeople(services, principal, [page.student], { at, locale })).get(page.student) ?? null;
  const name = person?.label ?? t("title");
  return (
    <>
      {moment === null && <StudentLive student={page.student} />}
      <PageHead title={name} detail={<StudentFacts page={page} person={person} />} term={term} compares={false} narrows={false} />
      <div className="space-y-4">
        <StudentSections sections={page.sections} marks={marks} running={running} query={query} />
        <StudentContacts student={page.student} name={name} contacts={contacts} readOnly={moment !== null} />
        <StudentScores scores={scores} sections={page.sections} teaches={teaching.kind !== "none"} />
        <StudentHistory page={page} />
      </div>
    </>
  );
}
