"use client";

import { ArrowRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { ProviderSignIn } from "./provider-sign-in";

const roles = ["admin", "dean", "faculty", "advisor", "engineer", "viewer"] as const;

/** next-auth asks each form for the token of its cookie. */
function useCsrfToken(): string {
  const [token, setToken] = useState("");
  useEffect(() => {
    fetch("/api/auth/csrf")
      .then((response) => response.json())
      .then((body: { csrfToken: string }) => setToken(body.csrfToken))
      .catch(() => setToken("")); // the buttons stay off; a reload tries again
  }, []);
  return token;
}

/** By one click in the demo, whose other users sign in as everywhere. `provider`: what the institution's own is called. */
export function SignInForm({ demo, to, provider }: { demo: boolean; to: string; provider: string | null }) {
  const t = useTranslations("signIn");
  const csrfToken = useCsrfToken();
  const byProvider = provider === null ? null : <ProviderSignIn csrfToken={csrfToken} to={to} name={provider} />;
  if (!demo && byProvider === null)
    return (
      <div className="max-w-md">
        <PasswordSignIn csrfToken={csrfToken} to={to} />
      </div>
    );
  return (
    <>
      {byProvider}
      {demo && <RoleSignIn csrfToken={csrfToken} to={to} />}
      <details className="mt-6">
        <summary className="cursor-pointer text-sm text-accent">{t("withPassword")}</summary>
        <div className="mt-3 max-w-md">
          <PasswordSignIn csrfToken={csrfToken} to={to} />
        </div>
      </details>
    </>
  );
}

/** `to` is the page that one comes to when signed in. */
type Way = { csrfToken: string; to: string };

function Credentials({ csrfToken, to, children }: Way & { children: ReactNode }) {
  return (
    <form method="post" action="/api/auth/callback/credentials" className="space-y-3">
      <input type="hidden" name="csrfToken" value={csrfToken} />
      <input type="hidden" name="callbackUrl" value={to} />
      {children}
    </form>
  );
}

function RoleSignIn({ csrfToken, to }: Way) {
  const t = useTranslations();
  return (
    <Credentials csrfToken={csrfToken} to={to}>
      <p className="text-soft">{t("signIn.demo")}</p>
      <ul className="grid gap-2 sm:grid-cols-2">
        {roles.map((role) => (
          <li key={role}>
            <button
              type="submit"
              name="username"
              value={role}
              disabled={csrfToken === ""}
              aria-describedby={`sees-${role}`}
              className="group flex h-full w-full cursor-pointer flex-col gap-0.5 rounded-lg border border-line bg-surface p-3 text-left hover:border-accent hover:bg-accent-soft disabled:cursor-default disabled:opacity-60"
            >
              <span className="flex items-center justify-between font-semibold">
                {t(`role.${role}`)}
                <ArrowRight className="size-4 text-accent" aria-hidden="true" />
              </span>
              <span id={`sees-${role}`} className="text-sm text-soft" aria-hidden="true">
                {t(`sees.${role}`)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Credentials>
  );
}

function PasswordSignIn({ csrfToken, to }: Way) {
  const t = useTranslations("signIn");
  return (
    <Credentials csrfToken={csrfToken} to={to}>
      <Field label={t("email")} name="username" type="email" autoComplete="username" required />
      <Field label={t("password")} name="password" type="password" autoComplete="current-password" required />
      <Button look="strong" large type="submit" disabled={csrfToken === ""} className="w-full">
        {t("submit")}
      </Button>
    </Credentials>
  );
}

/** After the password, the code. Where it leads is as for the password. */
export function CodeForm({ to }: { to: string }) {
  const t = useTranslations("signIn");
  const csrfToken = useCsrfToken();
  return (
    <div className="max-w-md">
      <Credentials csrfToken={csrfToken} to={to}>
        <Field
          label={t("code")}
          name="code"
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={60}
          autoFocus
          required
        />
        <Button look="strong" large type="submit" disabled={csrfToken === ""} className="w-full">
          {t("submit")}
        </Button>
      </Credentials>
    </div>
  );
}

/** Whoever came by a link has yet to choose a password. */
export function LinkForm({ token }: { token: string }) {
  const t = useTranslations("signIn");
  const csrfToken = useCsrfToken();
  return (
    <Credentials csrfToken={csrfToken} to="/password">
      <input type="hidden" name="token" value={token} />
      <Button look="strong" large type="submit" disabled={csrfToken === ""} className="w-full">
        {t("submit")}
      </Button>
    </Credentials>
  );
}
