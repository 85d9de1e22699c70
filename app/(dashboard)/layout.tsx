import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { AccessNotice } from "@/components/account/access-notice";
import { IdleWarning } from "@/components/account/idle-warning";
import { Presence } from "@/components/account/presence";
import { PastNotice } from "@/components/past/past-notice";
import { Chrome } from "@/components/shell/chrome";
import { ConnectionNotice } from "@/components/shell/connection-notice";
import { DemoNotice } from "@/components/shell/demo-notice";
import { demoNoticeCookie } from "@/components/shell/demo-notice-cookie";
import { Header } from "@/components/shell/header";
import { navigationOf } from "@/components/shell/navigation";
import { reader, readShell } from "@/components/shell/page-context";
import { rolesInWords } from "@/components/shell/roles-in-words";
import { ShellProvider } from "@/components/shell/shell-context";
import { ZoneNote } from "@/components/shell/zone-note";
import { ViewBanner } from "@/components/view-as/view-banner";
import { LiveSession } from "@/components/wall/wall-session";
import { askedPathHeader, localPath } from "@/lib/platform/asked-path";
import { getServices } from "@/lib/runtime/services";

/** A page that was sent to somebody is still where they come to once they are known. */
async function signInFirst(): Promise<string> {
  const asked = localPath((await headers()).get(askedPathHeader));
  return asked === null || asked === "/" ? "/sign-in" : `/sign-in?${new URLSearchParams({ from: asked })}`;
}

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const principal = await reader();
  if (principal === null) redirect(await signInFirst());
  const t = await getTranslations();
  const { demo } = getServices().config;
  const items = navigationOf(principal);
  const toldOfDemo = (await cookies()).has(demoNoticeCookie);
  return (
    <ShellProvider shell={await readShell(principal)}>
      <LiveSession>
        <Presence />
        <IdleWarning />
        <ViewBanner />
        <Chrome
          items={items}
          head={
            <>
              <a
                href="#content"
                className="sr-only focus:not-sr-only focus:absolute focus:left-2 focus:top-2 focus:z-30 focus:rounded-md focus:bg-surface focus:p-2"
              >
                {t("product.skip")}
              </a>
              <Header items={items} role={(await rolesInWords(principal.roles)).join(", ") || null} />
              {demo && !toldOfDemo && <DemoNotice />}
              <PastNotice />
              <AccessNotice reader={principal} />
              <ConnectionNotice />
            </>
          }
          foot={
            <footer className="mx-auto max-w-page px-4 pb-6 text-xs text-soft">
              <ZoneNote />
            </footer>
          }
        >
          {children}
        </Chrome>
      </LiveSession>
    </ShellProvider>
  );
}
