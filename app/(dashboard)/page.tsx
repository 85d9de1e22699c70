import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { DataPage } from "@/components/data/data-page";
import { MySections } from "@/components/home/my-sections";
import { MyStudents } from "@/components/home/my-students";
import { Overview } from "@/components/home/overview";
import { homeOf } from "@/components/shell/navigation";
import { type PageParameters, reader } from "@/components/shell/page-context";
import { roomTitle } from "@/components/shell/page-head";
import { wallOf } from "@/components/wall/wall-address";
import { WallPage } from "@/components/wall/wall-page";

export async function generateMetadata(): Promise<Metadata> {
  return roomTitle(await home());
}

async function home() {
  const principal = await reader();
  return principal === null ? "overview" : homeOf(principal);
}

/** Where one begins, by role; or the round of a wall. */
export default async function Home({ searchParams }: Pick<PageParameters, "searchParams">) {
  const asked = await searchParams;
  const wall = wallOf((name) => (typeof asked[name] === "string" ? asked[name] : null));
  if (wall !== null) return <WallPage {...wall} />;
  // To whom nothing is open, why not is said there.
  if ((await reader())?.roles.length === 0) redirect("/account");
  switch (await home()) {
    case "sections":
      return <MySections searchParams={searchParams} />;
    case "students":
      return <MyStudents searchParams={searchParams} />;
    case "data":
      return <DataPage searchParams={searchParams} />;
    case "overview":
      return <Overview searchParams={searchParams} />;
  }
}
