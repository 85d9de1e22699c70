"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import { useEffect, useState } from "react";
import { useLive } from "@/lib/live/client/live-provider";

const field = "h-8 rounded border border-line bg-surface px-2 text-sm text-ink";

export function LanguageSelect() {
  const t = useTranslations("shell");
  const locale = useLocale();
  const router = useRouter();
  return (
    <select
      aria-label={t("language")}
      className={field}
      value={locale}
      onChange={(event) => {
        // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser
        document.cookie = `locale=${event.target.value}; path=/; max-age=31536000; samesite=lax`;
        router.refresh();
      }}
    >
      <option value="en">English</option>
      <option value="ko">한국어</option>
    </select>
  );
}

export function ThemeSelect() {
  const t = useTranslations("shell");
  const { theme, setTheme } = useTheme();
  const [ready, setReady] = useState(false);
  useEffect(() => setReady(true), []); // the server does not know the theme
  return (
    <select
      aria-label={t("theme")}
      className={field}
      value={ready ? (theme ?? "system") : "system"}
      onChange={(event) => setTheme(event.target.value)}
    >
      <option value="system">{t("system")}</option>
      <option value="light">{t("light")}</option>
      <option value="dark">{t("dark")}</option>
    </select>
  );
}

export function TermSelect({ terms, current }: { terms: { id: string; name: string }[]; current: string | null }) {
  const t = useTranslations("shell");
  const router = useRouter();
  const path = usePathname();
  const parameters = useSearchParams();
  if (terms.length === 0) return null;
  return (
    <select
      aria-label={t("term")}
      className={field}
      value={parameters.get("term") ?? current ?? ""}
      onChange={(event) => {
        const next = new URLSearchParams(parameters);
        next.set("term", event.target.value);
        router.push(`${path}?${next}`);
      }}
    >
      {terms.map((term) => (
        <option key={term.id} value={term.id}>
          {term.name}
        </option>
      ))}
    </select>
  );
}

export function ConnectionMark() {
  const t = useTranslations("shell");
  const { state } = useLive();
  const tone = state === "connected" ? "bg-good" : state === "connecting" ? "bg-soft" : "bg-bad";
  return (
    <span role="status" className="flex items-center gap-1.5 text-xs text-soft" data-connection={state}>
      <span className={`size-2 rounded-full ${tone}`} aria-hidden="true" />
      {t(state)}
    </span>
  );
}

export function SignOut() {
  const t = useTranslations("shell");
  const leave = async () => {
    const { csrfToken } = await (await fetch("/api/auth/csrf")).json();
    await fetch("/api/auth/signout", {
      method: "POST",
      body: new URLSearchParams({ csrfToken, callbackUrl: "/sign-in" }),
      redirect: "manual",
    });
    window.location.assign("/sign-in");
  };
  return (
    <button type="button" onClick={() => void leave()} className="h-8 rounded border border-line px-2 text-sm hover:bg-accent-soft">
      {t("signOut")}
    </button>
  );
}
