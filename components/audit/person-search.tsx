"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { Button } from "../ui/button";
import { findPerson } from "./fetch-audit";

/** Who looked at this person: found by the institution's id, which goes into no address. */
export function PersonSearch({ onFound }: { onFound: (person: string) => void }) {
  const t = useTranslations("audit");
  const [id, setId] = useState("");
  const told = useId();
  const search = useMutation({ mutationFn: findPerson, onSuccess: (person) => person !== null && onFound(person) });
  const problem = search.isError ? t("searchFailed") : search.isSuccess && search.data === null ? t("nobody") : null;
  return (
    <form
      aria-label={t("person")}
      className="flex flex-wrap items-end gap-1 text-sm"
      onSubmit={(event) => {
        event.preventDefault();
        if (id.trim() !== "") search.mutate(id.trim());
      }}
    >
      <label>
        <span className="mb-1 block text-soft">{t("person")}</span>
        <input
          value={id}
          onChange={(event) => {
            setId(event.target.value);
            search.reset();
          }}
          placeholder={t("personId")}
          autoComplete="off"
          maxLength={200}
          aria-describedby={problem === null ? undefined : told}
          className="h-8 w-40 rounded-md border border-edge bg-surface px-2 text-ink"
        />
      </label>
      <Button type="submit" disabled={search.isPending || id.trim() === ""}>
        {t("search")}
      </Button>
      {problem !== null && (
        <span id={told} role="alert" className="ml-1 flex h-8 items-center text-warn">
          {problem}
        </span>
      )}
    </form>
  );
}
