"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { Button } from "../../ui/button";
import { AccessProblem, type FoundStudent, findStudent } from "./fetch-access";
import { inputLook } from "./labelled";

/** A student by the whole number of the institution. */
export function StudentSearch({ onFound }: { onFound: (student: FoundStudent) => void }) {
  const t = useTranslations("admin.students");
  const id = useId();
  const [number, setNumber] = useState("");
  const look = useMutation({
    mutationFn: findStudent,
    onSuccess: (student) => {
      setNumber("");
      onFound(student);
    },
  });
  const missing = look.error instanceof AccessProblem && look.error.code === "not-found";
  const ask = () => number.trim() !== "" && look.mutate(number.trim());
  return (
    <div className="text-sm">
      <div className="flex gap-2">
        <input
          aria-label={t("number")}
          aria-describedby={id}
          value={number}
          onChange={(event) => setNumber(event.target.value)}
          // It stands within a form that is sent by Enter otherwise.
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            ask();
          }}
          autoComplete="off"
          maxLength={200}
          placeholder={t("number")}
          className={inputLook}
        />
        <Button className="shrink-0" onClick={ask} disabled={look.isPending}>
          {t("find")}
        </Button>
      </div>
      <p id={id} role="status" className="min-h-5 text-xs text-soft">
        {look.isError && (missing ? t("unknown") : t("failed"))}
      </p>
    </div>
  );
}
