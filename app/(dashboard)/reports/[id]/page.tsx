import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { ReportPage } from "@/components/reports/report-page";
import { readEditor } from "@/components/reports/report-reader";
import { isBellwetherError } from "@/lib/platform/errors";
import { findScheduleHead } from "@/lib/reports/manage/find-schedule";
import { getServices } from "@/lib/runtime/services";

type Given = { params: Promise<{ id: string }> };

const readReport = cache(async (id: string) => {
  const { editor, given } = await readEditor();
  const found = await findScheduleHead(getServices().database.owner, editor, id).catch((error: unknown) => {
    if (isBellwetherError(error) && error.code === "not-found") notFound();
    throw error;
  });
  return { found, given };
});

export async function generateMetadata({ params }: Given): Promise<Metadata> {
  const { found } = await readReport((await params).id);
  return { title: (await getTranslations("reports"))("titleOf", { name: found.name }) };
}

export default async function Report({ params }: Given) {
  const { found, given } = await readReport((await params).id);
  const { id, name, pausedAt } = found;
  return <ReportPage known={{ id, name, pausedAt: pausedAt?.toISOString() ?? null }} {...given} />;
}
