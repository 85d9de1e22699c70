"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import { useEffect, useState } from "react";
import { useLive } from "@/lib/live/client/live-provider";
import { Button } from "../ui/button";
import { Select } from "../ui/select";
import { useShell } from "./shell-context";

export function LanguageSelect() {
  const t = useTranslations("shell");
  const router = useRouter();
  return (
    <Select
      label={t("language")}
      value={useLocale()}
      options={[
        { value: "en", label: "English" },
        { value: "ko", label: "한국어" },
      ]}
      onChange={(event) => {
        // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser
        document.cookie = `locale=${event.target.value}; path=/; max-age=31536000; samesite=lax`;
        router.refresh();
      }}
    />
  );
}

export function ThemeSelect() {
  const t = useTranslations("shell");
  const { theme, setTheme } = useTheme();
  const [ready, setReady] = useState(false);
  useEffect(() => setReady(true), []); // the server does not know the theme
  return (
    <Select
      label={t("theme")}
      value={ready ? (theme ?? "system") : "system"}
      options={(["system", "light", "dark"] as const).map((value) => ({ value, label: t(value) }))}
      onChange={(event) => setTheme(event.target.value)}
    />
  );
}

/** Sets a parameter of the address and goes there: the address is the state. */
function useParameter(name: string) {
  const router = useRouter();
  const path = usePathname();
  const parameters = useSearchParams();
  return {
    value: parameters.get(name),
    set: (value: string, without: readonly string[] = []) => {
      const next = new URLSearchParams(parameters);
      next.set(name, value);
      for (const other of without) next.delete(other);
      router.push(`${path}?${next}`);
    },
  };
}

/** Pages of one term, or of all: there is nothing to choose on them. */
const ofItsOwnTerm = /^\/(sections|students)\/./;

export function TermSelect() {
  const t = useTranslations("shell");
  const { terms, currentTerm } = useShell();
  const path = usePathname();
  const term = useParameter("term");
  if (terms.length === 0 || ofItsOwnTerm.test(path)) return null;
  return (
    <Select
      label={t("term")}
      value={term.value ?? currentTerm ?? ""}
      options={terms.map(({ id, name, underWay }) => ({ value: id, label: underWay ? t("underWay", { name }) : name }))}
      // A week belongs to its term.
      onChange={(event) => term.set(event.target.value, ["week"])}
    />
  );
}

export function CompareSelect() {
  const t = useTranslations("compare");
  const compare = useParameter("compare");
  return (
    <div className="flex items-center gap-2 text-sm text-soft">
      <span aria-hidden="true">{t("with")}</span>
      <Select
        label={t("with")}
        value={compare.value ?? "previous-year"}
        options={[
          { value: "previous-year", label: t("previousYear") },
          { value: "previous-term", label: t("previousTerm") },
        ]}
        onChange={(event) => compare.set(event.target.value)}
      />
    </div>
  );
}

export function ConnectionMark() {
  const t = useTranslations("shell");
  const { state } = useLive();
  const tone = state === "connected" ? "bg-good" : state === "connecting" ? "bg-edge" : "bg-bad";
  return (
    <span role="status" className="flex items-center gap-1.5 whitespace-nowrap text-xs text-soft" data-connection={state}>
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
  return <Button onClick={() => void leave()}>{t("signOut")}</Button>;
}
