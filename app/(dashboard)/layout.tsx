import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { ConnectionNotice } from "@/components/shell/connection-notice";
import { DemoNotice } from "@/components/shell/demo-notice";
import { Header } from "@/components/shell/header";
import { navigationOf } from "@/components/shell/navigation";
import { reader, readShell } from "@/components/shell/page-context";
import { ShellProvider } from "@/components/shell/shell-context";
import { ZoneNote } from "@/components/shell/zone-note";
import { mayOpenData } from "@/lib/access/may-open-data";
import { LiveProvider } from "@/lib/live/client/live-provider";
import { getServices } from "@/lib/runtime/services";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const principal = await reader();
  if (principal === null) redirect("/sign-in");
  const t = await getTranslations();
  const { demo } = getServices().config;
  return (
    <ShellProvider shell={await readShell(principal)}>
      <LiveProvider>
        <a
          href="#content"
          className="sr-only focus:not-sr-only focus:absolute focus:left-2 focus:top-2 focus:z-30 focus:rounded-md focus:bg-surface focus:p-2"
        >
          {t("product.skip")}
        </a>
        <Header
          items={navigationOf(principal.roles, mayOpenData(principal))}
          role={principal.roles.map((role) => t(`role.${role}`)).join(", ") || null}
          demo={demo}
        />
        {demo && <DemoNotice />}
        <ConnectionNotice />
        <main id="content" className="mx-auto max-w-page px-4 py-5">
          {children}
        </main>
        <footer className="mx-auto max-w-page px-4 pb-6 text-xs text-soft">
          <ZoneNote />
        </footer>
      </LiveProvider>
    </ShellProvider>
  );
}
