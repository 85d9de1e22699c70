import { notFound } from "next/navigation";
import { ReportsPage } from "@/components/reports/reports-page";
import { reader } from "@/components/shell/page-context";
import { roomTitle } from "@/components/shell/page-head";

export const generateMetadata = () => roomTitle("reports");

export default async function Reports() {
  const user = await reader();
  if (user === null) notFound();
  return <ReportsPage managesAll={user.may.has("reports:manage")} />;
}
