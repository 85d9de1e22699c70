"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { AccountState } from "./account-state";
import { CodeAsk } from "./code-ask";
import { removeSecondFactor, renewRecoveryCodes } from "./fetch-account";
import { RecoveryCodes } from "./recovery-codes";
import { SecondFactorSetup } from "./second-factor-setup";
import { useRenewAccount, useSecondFactor } from "./use-account";

type Doing = { what: "nothing" | "setting" | "removing" | "renewing" } | { what: "codes"; codes: readonly string[] };
const nothing: Doing = { what: "nothing" };

/** `asksCurrent`: whether the password is said again before one is set. */
export function SecondFactorCard({ asksCurrent, required, demo }: { asksCurrent: boolean; required: boolean; demo: boolean }) {
  const t = useTranslations("account.secondFactor");
  const state = useSecondFactor();
  const renew = useRenewAccount();
  const [doing, setDoing] = useState<Doing>(nothing);
  const done = (next: Doing) => {
    setDoing(next);
    void renew();
  };
  const codes = (made: readonly string[]) => done({ what: "codes", codes: made });
  const cancel = () => setDoing(nothing);

  const body = (set: boolean, codesLeft: number) => {
    if (doing.what === "codes")
      // Roles that asked for the factor hold from now on: the page is asked for anew.
      return <RecoveryCodes codes={doing.codes} onDone={() => (required ? window.location.reload() : cancel())} />;
    if (!set)
      return doing.what === "setting" ? (
        <SecondFactorSetup asksCurrent={asksCurrent} onSet={codes} onCancel={cancel} />
      ) : (
        <Button look="strong" onClick={() => setDoing({ what: "setting" })}>
          {t("setUp")}
        </Button>
      );
    if (doing.what === "removing")
      return (
        <CodeAsk text={t("removeText")} submit={t("remove")} ask={removeSecondFactor} onDone={() => done(nothing)} onCancel={cancel} />
      );
    if (doing.what === "renewing")
      return <CodeAsk text={t("renewText")} submit={t("renew")} ask={renewRecoveryCodes} onDone={codes} onCancel={cancel} />;
    return (
      <>
        <p className="text-sm text-soft">{t("codesLeft", { count: codesLeft })}</p>
        <div className="mt-3 flex flex-wrap gap-2">
          <Button onClick={() => setDoing({ what: "renewing" })}>{t("renew")}</Button>
          <Button onClick={() => setDoing({ what: "removing" })}>{t("remove")}</Button>
        </div>
      </>
    );
  };

  if (demo)
    return (
      <Card id="second-factor" title={t("title")}>
        <p className="text-sm text-soft">{t("demo")}</p>
      </Card>
    );
  return (
    <Card
      id="second-factor"
      title={t("title")}
      note={required ? t("required") : t("note")}
      aside={
        state.data === undefined ? undefined : <Badge tone={state.data.set ? "accent" : "plain"}>{t(state.data.set ? "on" : "off")}</Badge>
      }
    >
      <AccountState query={state} height={64}>
        {({ set, codesLeft }) => body(set, codesLeft)}
      </AccountState>
    </Card>
  );
}
