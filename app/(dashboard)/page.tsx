import type { Metadata } from "next";
import { MySections } from "@/components/home/my-sections";
import { MyStudents } from "@/components/home/my-students";
import { Overview } from "@/components/home/overview";
import { homeOf } from "@/components/shell/navigation";
import { type PageParameters, reader } from "@/components/shell/page-context";
import { roomTitle } from "@/components/shell/page-head";
import { wallOf } from "@/components/wall/wall-address";
import { WallPage } from "@/components/wall/wall-page";

export async function generateMetadata(): Promise<Metadata> {
  return roomTitle(homeOf((await reader())?.roles ?? []));
}

/** Where one begins, by role; or the round of a wall. */
export default async function Home({ searchParams }: Pick<PageParameters, "searchParams">) {
  const asked = await searchParams;
  const wall = wallOf((name) => (typeof asked[name] === "string" ? asked[name] : null));
  if (wall !== null) return <WallPage {...wall} />;
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
