"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";

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

const button = "h-10 rounded-md border border-line bg-surface px-3 font-medium hover:bg-accent-soft disabled:opacity-60";
const field = "mt-1 h-10 w-full rounded-md border border-line bg-surface px-3";

export function SignInForm({ demo }: { demo: boolean }) {
  const t = useTranslations();
  const csrfToken = useCsrfToken();
  return (
    <form method="post" action="/api/auth/callback/credentials" className="space-y-3">
      <input type="hidden" name="csrfToken" value={csrfToken} />
      <input type="hidden" name="callbackUrl" value="/" />
      {demo ? (
        <>
          <p className="text-sm text-soft">{t("signIn.demo")}</p>
          <div className="grid grid-cols-2 gap-2">
            {roles.map((role) => (
              <button key={role} type="submit" name="username" value={role} disabled={csrfToken === ""} className={button}>
                {t(`role.${role}`)}
              </button>
            ))}
          </div>
        </>
      ) : (
        <>
          <label className="block">
            {t("signIn.email")}
            <input name="username" type="email" autoComplete="username" required className={field} />
          </label>
          <label className="block">
            {t("signIn.password")}
            <input name="password" type="password" autoComplete="current-password" required className={field} />
          </label>
          <button type="submit" disabled={csrfToken === ""} className={button}>
            {t("signIn.submit")}
          </button>
        </>
      )}
    </form>
  );
}

export function LinkForm({ token }: { token: string }) {
  const t = useTranslations("signIn");
  const csrfToken = useCsrfToken();
  return (
    <form method="post" action="/api/auth/callback/credentials">
      <input type="hidden" name="csrfToken" value={csrfToken} />
      <input type="hidden" name="callbackUrl" value="/" />
      <input type="hidden" name="token" value={token} />
      <button type="submit" disabled={csrfToken === ""} className={button}>
        {t("submit")}
      </button>
    </form>
  );
}
