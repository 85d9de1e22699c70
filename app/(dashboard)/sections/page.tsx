import { MySections } from "@/components/home/my-sections";
import type { PageParameters } from "@/components/shell/page-context";

export default function MySectionsPage({ searchParams }: Pick<PageParameters, "searchParams">) {
  return <MySections searchParams={searchParams} />;
}
