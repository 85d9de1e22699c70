import { notFound, redirect } from "next/navigation";
import { adminRoomsFor } from "@/components/admin/admin-rooms";
import { reader } from "@/components/shell/page-context";

/** Begins with the first part that is open to the reader. */
export default async function Administration() {
  const principal = await reader();
  const [first] = principal === null ? [] : adminRoomsFor(principal.may);
  if (first === undefined) notFound();
  redirect(`/admin/${first}`);
}
