import { adminReader } from "@/components/admin/admin-reader";
import { PeoplePart } from "@/components/admin/people/people-part";
import { adminTitle } from "@/components/admin/room-title";

export const generateMetadata = () => adminTitle("people");

export default async function People() {
  await adminReader("people");
  return <PeoplePart />;
}
