import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { FactRows } from "@/components/rows/fact-rows";
import { readState, type Search } from "@/components/shell/page-context";
import { PageHead } from "@/components/shell/page-head";
import { kpiIds } from "@/lib/kpis/question";
import { viewQuerySchema } from "@/lib/live/protocol";

type Parameters = { params: Promise<{ kpi: string }>; searchParams: Search };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("rows"))("title") };
}

/** The rows behind a number, for who may see them. The address holds the question as the KPI API takes it. */
export default async function RowsPage({ params, searchParams }: Parameters) {
  const { kpi } = await params;
  const known = kpiIds.find((id) => id === kpi);
  const search = await searchParams;
  const view = viewQuerySchema.safeParse({ ...search, kpi: known });
  if (!view.success) notFound();
  const t = await getTranslations("rows");
  const state = await readState(Promise.resolve({ term: search.term }));
  return (
    <>
      <PageHead
        title={t("title")}
        detail={<p className="text-sm text-soft">{t("help")}</p>}
        term={state.term}
        compares={false}
        narrows={false}
      />
      <FactRows view={view.data} query={state.query} />
    </>
  );
}
