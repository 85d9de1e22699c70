import { adminReader } from "@/components/admin/admin-reader";
import { PoliciesPage } from "@/components/admin/policies/policies-page";

export default async function Policies() {
  await adminReader("policies");
  return <PoliciesPage />;
}
