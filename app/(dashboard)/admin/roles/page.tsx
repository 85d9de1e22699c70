import { adminReader } from "@/components/admin/admin-reader";
import { RolesPart } from "@/components/admin/roles/roles-part";
import { adminTitle } from "@/components/admin/room-title";

export const generateMetadata = () => adminTitle("roles");

export default async function Roles() {
  await adminReader("roles");
  return <RolesPart />;
}
