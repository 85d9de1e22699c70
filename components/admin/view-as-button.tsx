"use client";

import { useMutation } from "@tanstack/react-query";
import { Eye } from "lucide-react";
import { useTranslations } from "next-intl";
import { useShell } from "../shell/shell-context";
import { Button } from "../ui/button";
import { beginView, ViewRefused } from "../view-as/fetch-view-as";

type Props = {
  /** The user's id. */
  user: string;
  /** They hold something over the whole institution: so they see it all, as whoever may look does. */
  seesWhole: boolean;
  disabled?: boolean;
};

/** Begins to see the product as a person does, for reading only; nothing for who may not, or not as them. */
export function ViewAsButton({ user, seesWhole, disabled = false }: Props) {
  const t = useTranslations("viewAs");
  const { mayViewAs, choosesScope, userId } = useShell();
  const begin = useMutation({ mutationFn: () => beginView({ user }), onSuccess: () => window.location.assign("/") });
  if (!mayViewAs || user === userId || !(choosesScope || seesWhole)) return null;
  const { error } = begin;
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <Button disabled={disabled || begin.isPending || begin.isSuccess} title={t("help")} onClick={() => begin.mutate()}>
        <Eye className="size-4 text-soft" aria-hidden="true" />
        {t("asPerson")}
      </Button>
      {error !== null && (
        <span role="alert" className="text-sm text-warn">
          {error instanceof ViewRefused && error.code === "not-found" ? t("gone") : t("failed")}
        </span>
      )}
    </span>
  );
}
