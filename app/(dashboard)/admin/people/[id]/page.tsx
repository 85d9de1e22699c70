import { adminReader } from "@/components/admin/admin-reader";
import { PersonPart } from "@/components/admin/people/person-part";
import { adminTitle } from "@/components/admin/room-title";

export const generateMetadata = () => adminTitle("people");

export default async function Person({ params }: { params: Promise<{ id: string }> }) {
  await adminReader("people");
  return <PersonPart id={(await params).id} />;
}
