import { Overview } from "@/components/home/overview";
import type { PageParameters } from "@/components/shell/page-context";
import { roomTitle } from "@/components/shell/page-head";

export const generateMetadata = () => roomTitle("overview");

export default function OverviewPage({ searchParams }: Pick<PageParameters, "searchParams">) {
  return <Overview searchParams={searchParams} />;
}
