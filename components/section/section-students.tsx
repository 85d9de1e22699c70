"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { z } from "zod";
import { useTouch } from "@/lib/live/client/use-touch";

const statusSchema = z.enum(["present", "late", "absent", "excused"]).nullable();
const studentsSchema = z.object({
  students: z.array(
    z.object({
      student: z.string(),
      name: z.string().nullable(),
      status: z.enum(["enrolled", "withdrawn", "completed"]).nullable(),
      present: z.number(),
      late: z.number(),
      absent: z.number(),
      excused: z.number(),
      absencesLeft: z.number().nullable(),
      last: statusSchema,
      letter: z.string().nullable(),
    }),
  ),
});

class NotShown extends Error {}

async function fetchStudents(section: string) {
  const response = await fetch(`/api/internal/sections/${encodeURIComponent(section)}/students`);
  if (response.status === 404) throw new NotShown();
  if (!response.ok) throw new Error(`status ${response.status}`);
  return studentsSchema.parse(await response.json()).students;
}

/** The section's students by their distance to the absence limit, following the feed. */
export function SectionStudents({ section }: { section: string }) {
  const t = useTranslations();
  const query = useQuery({ queryKey: ["section-students", section], queryFn: () => fetchStudents(section), retry: false });
  useTouch(section, () => void query.refetch());
  const rows = query.data ?? [];
  return (
    <section className="mt-4 rounded-lg border border-line bg-surface p-4" aria-label={t("page.students")}>
      <h2 className="font-medium">{t("page.students")}</h2>
      <p className="mb-2 text-sm text-soft">{t("section.limit")}</p>
      {query.isPending && <div role="status" aria-label={t("kpi.loading")} className="h-40 animate-pulse rounded bg-line/60" />}
      {query.error instanceof NotShown && <p className="text-soft">{t("section.forbidden")}</p>}
      {query.error !== null && !(query.error instanceof NotShown) && <p role="alert">{t("kpi.failed")}</p>}
      {query.isSuccess && rows.length === 0 && <p className="text-soft">{t("section.none")}</p>}
      {rows.length > 0 && (
        <div className="overflow-x-auto" tabIndex={0} role="group" aria-label={t("page.students")}>
          <table className="w-full border-collapse text-left">
            <thead className="text-xs text-soft">
              <tr>
                {["name", "status", "last"].map((column) => (
                  <th key={column} scope="col" className="py-1 pr-3 font-normal">
                    {t(`section.${column as "name"}`)}
                  </th>
                ))}
                {["present", "late", "absent", "excused", "left", "letter"].map((column) => (
                  <th key={column} scope="col" className="py-1 pl-3 text-right font-normal">
                    {t(`section.${column as "left"}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.student} className="border-t border-line">
                  <th scope="row" className="py-1.5 pr-3 font-normal">
                    <Link href={`/students/${row.student}`} className="text-accent hover:underline">
                      {row.name ?? t("student.unknown")}
                    </Link>
                  </th>
                  <td className="pr-3 text-soft">{row.status === null ? "–" : t(`status.${row.status}`)}</td>
                  <td className={`pr-3 ${row.last === "absent" ? "text-bad" : "text-soft"}`}>
                    {row.last === null ? "–" : t(`status.${row.last}`)}
                  </td>
                  {[row.present, row.late, row.absent, row.excused].map((count, index) => (
                    <td key={["present", "late", "absent", "excused"][index]} className="number pl-3 text-right">
                      {count}
                    </td>
                  ))}
                  <td
                    className={`number pl-3 text-right ${row.absencesLeft !== null && row.absencesLeft < 2 ? "font-semibold text-bad" : ""}`}
                  >
                    {row.absencesLeft === null ? "–" : row.absencesLeft < 0 ? t("section.over") : row.absencesLeft}
                  </td>
                  <td className="pl-3 text-right">{row.letter ?? "–"}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
