"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import * as z from "zod/mini";
import { Button } from "../ui/button";

const addressSchema = z.object({ url: z.url() });

/** Asked for by script: a form of ours may lead nowhere but to ourselves. */
async function addressAtProvider(csrfToken: string, to: string): Promise<string> {
  const body = new URLSearchParams({ csrfToken, callbackUrl: to, json: "true" });
  const response = await fetch("/api/auth/signin/oidc", { method: "POST", body });
  return addressSchema.parse(await response.json()).url;
}

/** The way in by the institution's own sign-in. */
export function ProviderSignIn({ csrfToken, to, name }: { csrfToken: string; to: string; name: string }) {
  const t = useTranslations("signIn");
  const [state, setState] = useState<"ready" | "going" | "failed">("ready");
  const go = () => {
    setState("going");
    addressAtProvider(csrfToken, to).then(
      (address) => window.location.assign(address),
      () => setState("failed"),
    );
  };
  return (
    <div className="mb-6 max-w-md space-y-3">
      {state === "failed" && (
        <p role="alert" className="rounded-md bg-warn-soft p-3 text-warn">
          {t("providerFailed", { name })}
        </p>
      )}
      <Button look="strong" large onClick={go} disabled={csrfToken === "" || state === "going"} className="w-full">
        {t("byProvider", { name })}
      </Button>
    </div>
  );
}
