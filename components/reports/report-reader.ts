import { notFound } from "next/navigation";
import { choosesScope } from "@/lib/access/chosen-scope";
import { listRoles } from "@/lib/access/list-roles";
import type { UserPrincipal } from "@/lib/access/principal";
import { hasStore } from "@/lib/platform/delivery-config";
import { type Editor, editorOf } from "@/lib/reports/manage/editor";
import { getServices } from "@/lib/runtime/services";
import { reader } from "../shell/page-context";
import type { NamedRole } from "./words";

export type EditorGiven = { roles: readonly NamedRole[]; managesAll: boolean; previewsOthers: boolean; stores: boolean };

/** Who edits a report, and what the editor offers them: roles to send to for who may send to others. */
export async function readEditor(): Promise<{ user: UserPrincipal; editor: Editor; given: EditorGiven }> {
  const user = await reader();
  if (user === null || user.lacksSecondFactor === true) notFound();
  const managesAll = user.may.has("reports:manage");
  const roles = managesAll ? await listRoles(getServices().database) : [];
  const given = {
    roles: roles.map(({ id, name, nameKo }) => ({ id, name, nameKo })),
    managesAll,
    previewsOthers: managesAll && user.may.has("view-as:use") && choosesScope(user),
    /** Whether copies can be put anywhere. */
    stores: hasStore(getServices().config.reportStore),
  };
  return { user, editor: editorOf(user), given };
}
