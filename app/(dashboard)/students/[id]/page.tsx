import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import type { PageParameters } from "@/components/shell/page-context";
import { currentPrincipal } from "@/lib/access/current-principal";
import { revealPeople } from "@/lib/access/reveal";
import { withScopedRead } from "@/lib/access/scoped-read";
import { getServices } from "@/lib/runtime/services";
import { getStudent } from "@/lib/warehouse/queries/get-student";

export default async function Student({ params }: PageParameters) {
  const services = getServices();
  const principal = await currentPrincipal(services);
  const id = z.uuid().safeParse((await params).id);
  if (principal === null || !id.success) notFound();
  const page = await withScopedRead(services.database, principal.studentScope, (read) => getStudent(read, id.data));
  if (page === null) notFound();
  const t = await getTranslations();
  const person = (await revealPeople(services, principal, [page.student])).get(page.student);
  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">{person?.name ?? person?.id ?? t("student.title")}</h1>
      <p className="mb-4 text-soft">
        {[person?.id, page.program, page.yearOfStudy === null ? null : t("student.year", { year: page.yearOfStudy })]
          .filter(Boolean)
          .join(" · ")}
      </p>
      <section className="rounded-lg border border-line bg-surface p-4" aria-label={t("student.sections")}>
        <h2 className="mb-2 font-medium">{t("student.sections")}</h2>
        <div className="overflow-x-auto" tabIndex={0} role="group" aria-label={t("student.sections")}>
          <table className="w-full border-collapse text-left">
            <thead className="text-xs text-soft">
              <tr>
                <th scope="col" className="py-1 font-normal">
                  {t("page.sections")}
                </th>
                <th scope="col" className="py-1 font-normal">
                  {t("shell.term")}
                </th>
                <th scope="col" className="py-1 font-normal">
                  {t("section.status")}
                </th>
                {(["present", "late", "absent", "excused"] as const).map((column) => (
                  <th key={column} scope="col" className="py-1 pl-3 text-right font-normal">
                    {t(`section.${column}`)}
                  </th>
                ))}
                <th scope="col" className="py-1 pl-3 text-right font-normal">
                  {t("section.letter")}
                </th>
              </tr>
            </thead>
            <tbody>
              {page.sections.map((row) => (
                <tr key={row.section} className="border-t border-line">
                  <th scope="row" className="py-1.5 pr-3 font-normal">
                    <Link href={`/sections/${encodeURIComponent(row.section)}`} className="text-accent hover:underline">
                      {row.title ?? row.section}
                    </Link>
                  </th>
                  <td className="pr-3 text-soft">{row.term}</td>
                  <td className="pr-3 text-soft">{row.status}</td>
                  <td className="number pl-3 text-right">{row.present}</td>
                  <td className="number pl-3 text-right">{row.late}</td>
                  <td className="number pl-3 text-right">{row.absent}</td>
                  <td className="number pl-3 text-right">{row.excused}</td>
                  <td className="pl-3 text-right">{row.letter ?? "–"}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    </>
  );
}
