import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { readEditor } from "@/components/reports/report-reader";
import { RunPage } from "@/components/reports/run-page";
import { isBellwetherError } from "@/lib/platform/errors";
import { findRun } from "@/lib/reports/manage/find-run";
import { getServices } from "@/lib/runtime/services";

type Given = { params: Promise<{ id: string }> };

const readRun = cache(async (id: string) => {
  const { editor } = await readEditor();
  return findRun(getServices().database.owner, editor, id).catch((error: unknown) => {
    if (isBellwetherError(error) && error.code === "not-found") notFound();
    throw error;
  });
});

export async function generateMetadata({ params }: Given): Promise<Metadata> {
  const { name } = await readRun((await params).id);
  return { title: (await getTranslations("reports"))("titleOf", { name }) };
}

export default async function Run({ params }: Given) {
  const { id } = await readRun((await params).id);
  return <RunPage id={id} />;
}
