import type { Sight } from "@/lib/access/chosen-scope";
import { actorOf } from "@/lib/access/in-audit";
import type { UserPrincipal } from "@/lib/access/principal";

/** Who schedules: their own reports by being signed in, and those of all by the permission. */
export type Editor = {
  userId: string;
  /** As the audit names them. */
  actor: string;
  managesAll: boolean;
  sight: Sight;
};

export const editorOf = (user: Pick<UserPrincipal, "userId" | "viewedBy" | "may" | keyof Sight>): Editor => ({
  userId: user.userId,
  actor: actorOf(user),
  managesAll: user.may.has("reports:manage"),
  sight: { scope: user.scope, studentScope: user.studentScope },
});
