"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { CodeAsk } from "./code-ask";
import { Failure } from "./failure";
import { AccountProblem, beginSecondFactor, confirmSecondFactor, type SecondFactorSetup as Setup } from "./fetch-account";

type Props = { asksCurrent: boolean; onSet: (codes: readonly string[]) => void; onCancel: () => void };

/** First who it is, then the picture for the telephone, then the first code from there. */
export function SecondFactorSetup({ asksCurrent, onSet, onCancel }: Props) {
  const t = useTranslations("account.secondFactor");
  const [current, setCurrent] = useState("");
  const begun = useMutation({ mutationFn: () => beginSecondFactor(current) });
  const { error, data: setup } = begun;
  if (setup !== undefined) {
    return (
      <div className="grid gap-4 sm:grid-cols-[auto_1fr]">
        <QrCode setup={setup} label={t("picture")} />
        <div className="min-w-0 space-y-4">
          <p className="text-sm text-soft">
            {t("byHand")} <code className="block break-all text-ink">{setup.secret.replace(/(.{4})(?=.)/g, "$1 ")}</code>
          </p>
          <CodeAsk
            label={t("code")}
            text={t("confirmText")}
            submit={t("confirm")}
            ask={confirmSecondFactor}
            onDone={onSet}
            onCancel={onCancel}
          />
        </div>
      </div>
    );
  }
  const problem = error instanceof AccountProblem ? error.code : null;
  return (
    <form
      className="max-w-md space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        begun.mutate();
      }}
    >
      <p className="text-sm text-soft">{t("setUpText")}</p>
      {asksCurrent && (
        <Field
          label={t("current")}
          type="password"
          autoComplete="current-password"
          value={current}
          onChange={(event) => setCurrent(event.target.value)}
          required
        />
      )}
      <Failure
        error={error}
        text={problem === "forbidden" ? t("wrongPassword") : problem === "too-many-requests" ? t("wait") : t("failed")}
      />
      <div className="flex gap-2">
        <Button look="strong" type="submit" disabled={begun.isPending}>
          {t("goOn")}
        </Button>
        <Button onClick={onCancel}>{t("cancel")}</Button>
      </div>
    </form>
  );
}

/** Dark on light whatever the theme: telephones read no other. */
function QrCode({ setup: { qr }, label }: { setup: Setup; label: string }) {
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${qr.size} ${qr.size}`} className="size-48 rounded-md" shapeRendering="crispEdges">
      <rect width={qr.size} height={qr.size} fill="white" />
      <path d={qr.path} fill="black" />
    </svg>
  );
}
