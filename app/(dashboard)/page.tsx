import type { Metadata } from "next";
import { MySections } from "@/components/home/my-sections";
import { MyStudents } from "@/components/home/my-students";
import { Overview } from "@/components/home/overview";
import { homeOf } from "@/components/shell/navigation";
import { type PageParameters, reader } from "@/components/shell/page-context";
import { roomTitle } from "@/components/shell/page-head";

export async function generateMetadata(): Promise<Metadata> {
  return roomTitle(homeOf((await reader())?.roles ?? []));
}

/** Where one begins, by role. */
export default async function Home({ searchParams }: Pick<PageParameters, "searchParams">) {
  const principal = await reader();
  switch (homeOf(principal?.roles ?? [])) {
    case "sections":
      return <MySections searchParams={searchParams} />;
    case "students":
      return <MyStudents searchParams={searchParams} />;
    case "overview":
      return <Overview searchParams={searchParams} />;
  }
}
