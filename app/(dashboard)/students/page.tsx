import { MyStudents } from "@/components/home/my-students";
import type { PageParameters } from "@/components/shell/page-context";

export default function MyStudentsPage({ searchParams }: Pick<PageParameters, "searchParams">) {
  return <MyStudents searchParams={searchParams} />;
}
