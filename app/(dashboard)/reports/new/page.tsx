import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { NewReport } from "@/components/reports/new-report";
import { readEditor } from "@/components/reports/report-reader";
import { plainScopes } from "@/lib/access/scope";
import type { ReportKind } from "@/lib/reports/content-shape";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("reports"))("new") };
}

/** What somebody most likely wants sent, by what they may see. */
const usualKind: Readonly<Record<string, ReportKind>> = { institution: "institution", "org-units": "department", courses: "course" };

export default async function New() {
  const { user, given } = await readEditor();
  // A view is for reading.
  if (user.viewedBy !== undefined) notFound();
  const [first] = plainScopes(user.scope);
  return <NewReport kind={usualKind[first?.kind ?? ""] ?? "section"} {...given} />;
}
