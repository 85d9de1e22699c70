import { actorOf } from "@/lib/access/in-audit";
import type { UserPrincipal } from "@/lib/access/principal";

/** Who schedules: their own reports by being signed in, and those of all by the permission. */
export type Editor = {
  userId: string;
  /** As the audit names them. */
  actor: string;
  managesAll: boolean;
};

export const editorOf = (user: Pick<UserPrincipal, "userId" | "viewedBy" | "may">): Editor => ({
  userId: user.userId,
  actor: actorOf(user),
  managesAll: user.may.has("reports:manage"),
});
