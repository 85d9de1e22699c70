import { notFound, redirect } from "next/navigation";
import type { UserPrincipal } from "@/lib/access/principal";
import { reader } from "../shell/page-context";

/** Whose reports they are; what somebody was sent is not seen by who looks as them. */
export async function archiveReader(): Promise<UserPrincipal> {
  const user = await reader();
  if (user === null) notFound();
  if (user.viewedBy !== undefined) redirect("/overview");
  return user;
}
