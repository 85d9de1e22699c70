import type { Metadata } from "next";
import { DataPage } from "@/components/data/data-page";
import { type PageParameters, reader } from "@/components/shell/page-context";
import { roomTitle } from "@/components/shell/page-head";
import { mayOpenData } from "@/lib/access/may-open-data";

/** For others it has no title of its own either: they get the page of what is not there. */
export async function generateMetadata(): Promise<Metadata> {
  const principal = await reader();
  return principal !== null && mayOpenData(principal) ? roomTitle("data") : {};
}

export default function Data({ searchParams }: Pick<PageParameters, "searchParams">) {
  return <DataPage searchParams={searchParams} />;
}
