"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { isBuiltIn } from "@/lib/access/roles";
import { type ChosenScope, emptyScope, toScope } from "../scope/chosen-scope";
import { ScopeChooser } from "../scope/scope-chooser";
import { useKnownLocale, useShell } from "../shell/shell-context";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { EmptyState } from "../ui/empty-state";
import { Skeleton } from "../ui/skeleton";
import { beginView, fetchRoleChoices, type RoleChoice } from "./fetch-view-as";

type Props = { open: boolean; onOpenChange: (open: boolean) => void };

/** To see the product as whoever holds a role within a scope: for trying what a role shows before it is given. */
export function ViewAsDialog({ open, onOpenChange }: Props) {
  const t = useTranslations();
  const query = useQuery({ queryKey: ["view-as", "roles"], queryFn: fetchRoleChoices, enabled: open, staleTime: 0 });
  return (
    <Dialog title={t("viewAs.asRole")} close={t("viewAs.close")} open={open} onOpenChange={onOpenChange}>
      {query.data !== undefined ? (
        <RoleForm roles={query.data} />
      ) : query.isPending ? (
        <Skeleton height={220} label={t("kpi.loading")} />
      ) : (
        <EmptyState
          alert
          title={t("kpi.failed")}
          text={t("viewAs.rolesFailed")}
          action={<Button onClick={() => void query.refetch()}>{t("kpi.retry")}</Button>}
        />
      )}
    </Dialog>
  );
}

function RoleForm({ roles }: { roles: readonly RoleChoice[] }) {
  const t = useTranslations();
  const locale = useKnownLocale();
  const { choosesScope } = useShell();
  const [role, setRole] = useState(roles.find(({ id }) => id === "dean")?.id ?? roles[0]?.id ?? "");
  const [chosen, setChosen] = useState<ChosenScope>(emptyScope);
  const scope = toScope(chosen);
  const begin = useMutation({
    mutationFn: async () => (scope === null ? undefined : beginView({ role, scope })),
    onSuccess: () => window.location.assign("/"),
  });
  const nameOf = ({ id, name, nameKo }: RoleChoice) => (isBuiltIn(id) ? t(`role.${id}`) : locale === "ko" ? (nameKo ?? name) : name);
  const home = roles.find(({ id }) => id === role)?.home;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    begin.mutate();
  };
  return (
    <form onSubmit={submit} className="space-y-4">
      <p className="max-w-prose text-sm text-soft">{t("viewAs.help")}</p>
      <label className="block text-sm font-medium">
        {t("viewAs.whichRole")}
        <select
          value={role}
          onChange={(event) => setRole(event.target.value)}
          className="mt-1 block h-11 w-full cursor-pointer rounded-md border border-edge bg-surface px-3 text-base font-normal"
        >
          {roles.map((one) => (
            <option key={one.id} value={one.id}>
              {nameOf(one)}
            </option>
          ))}
        </select>
      </label>
      {(home === "sections" || home === "students") && <p className="max-w-prose text-sm text-soft">{t("viewAs.ownList")}</p>}
      {choosesScope ? (
        <ScopeChooser legend={t("viewAs.within")} value={chosen} onChange={setChosen} />
      ) : (
        <p className="max-w-prose text-sm text-soft">{t("viewAs.wholeOnly")}</p>
      )}
      {begin.isError && (
        <p role="alert" className="rounded-md bg-warn-soft p-3 text-warn">
          {t("viewAs.failed")}
        </p>
      )}
      <Button type="submit" look="strong" large disabled={scope === null || begin.isPending || begin.isSuccess}>
        {t("viewAs.begin")}
      </Button>
    </form>
  );
}
