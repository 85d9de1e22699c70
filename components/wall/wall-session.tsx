"use client";

import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { createContext, type ReactNode, useContext, useState } from "react";
import { LiveProvider } from "@/lib/live/client/live-provider";
import { Brand } from "../shell/brand";
import { TextLink } from "../ui/text-link";
import { wallOf } from "./wall-address";

const SessionEndContext = createContext<() => void>(() => undefined);
export const useSessionEnd = () => useContext(SessionEndContext);

/**
 * The live connection of the dashboard. When the session ends a page goes to the sign-in; a wall, which nobody
 * sits before, shows calmly that somebody has to sign in, and nothing of the figures (SCOPE-1).
 */
export function LiveSession({ children }: { children: ReactNode }) {
  const parameters = useSearchParams();
  const [ended, setEnded] = useState(false);
  const end = () => setEnded(true);
  if (ended) return <Ended />;
  const wall = wallOf((name) => parameters.get(name)) !== null;
  return (
    <SessionEndContext value={end}>
      <LiveProvider {...(wall ? { onRefused: end } : {})}>{children}</LiveProvider>
    </SessionEndContext>
  );
}

function Ended() {
  const t = useTranslations("wall");
  return (
    <main data-wall-screen className="flex h-screen flex-col items-center justify-center gap-4 bg-ground p-8 text-center" role="status">
      <Brand large />
      <h1 className="text-xl font-semibold">{t("ended")}</h1>
      <p className="max-w-prose text-soft">{t("endedHelp")}</p>
      <TextLink href="/sign-in">{t("signIn")}</TextLink>
    </main>
  );
}
