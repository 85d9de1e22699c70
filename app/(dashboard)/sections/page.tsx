import { MySections } from "@/components/home/my-sections";
import type { PageParameters } from "@/components/shell/page-context";
import { roomTitle } from "@/components/shell/page-head";

export const generateMetadata = () => roomTitle("sections");

export default function MySectionsPage({ searchParams }: Pick<PageParameters, "searchParams">) {
  return <MySections searchParams={searchParams} />;
}
