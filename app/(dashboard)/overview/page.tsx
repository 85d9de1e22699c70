import { Overview } from "@/components/home/overview";
import type { PageParameters } from "@/components/shell/page-context";

export default function OverviewPage({ searchParams }: Pick<PageParameters, "searchParams">) {
  return <Overview searchParams={searchParams} />;
}
