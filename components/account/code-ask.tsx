"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Failure } from "./failure";
import { AccountProblem } from "./fetch-account";

type Props<T> = {
  /** Where no recovery code will do. */
  label?: string;
  text: string;
  submit: string;
  ask: (code: string) => Promise<T>;
  onDone: (answer: T) => void;
  onCancel: () => void;
};

/** Asks for a code of the second factor before something is done. */
export function CodeAsk<T>({ label, text, submit, ask, onDone, onCancel }: Props<T>) {
  const t = useTranslations("account.code");
  const [code, setCode] = useState("");
  const asked = useMutation({ mutationFn: () => ask(code), onSuccess: onDone });
  const { error } = asked;
  const problem = error instanceof AccountProblem ? error.code : null;
  return (
    <form
      className="max-w-md space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        asked.mutate();
      }}
    >
      <p className="text-sm text-soft">{text}</p>
      <Field
        label={label ?? t("label")}
        value={code}
        onChange={(event) => setCode(event.target.value)}
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={60}
        required
      />
      <Failure error={error} text={problem === "forbidden" ? t("wrong") : problem === "too-many-requests" ? t("wait") : t("failed")} />
      <div className="flex gap-2">
        <Button look="strong" type="submit" disabled={asked.isPending}>
          {submit}
        </Button>
        <Button onClick={onCancel}>{t("cancel")}</Button>
      </div>
    </form>
  );
}
