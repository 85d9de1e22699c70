import { MyStudents } from "@/components/home/my-students";
import type { PageParameters } from "@/components/shell/page-context";
import { roomTitle } from "@/components/shell/page-head";

export const generateMetadata = () => roomTitle("students");

export default function MyStudentsPage({ searchParams }: Pick<PageParameters, "searchParams">) {
  return <MyStudents searchParams={searchParams} />;
}
