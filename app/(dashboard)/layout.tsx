import Link from "next/link";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { ConnectionMark, LanguageSelect, SignOut, TermSelect, ThemeSelect } from "@/components/shell/controls";
import { currentPrincipal } from "@/lib/access/current-principal";
import { withScopedRead } from "@/lib/access/scoped-read";
import { LiveProvider } from "@/lib/live/client/live-provider";
import { localDay } from "@/lib/platform/clock";
import { getServices } from "@/lib/runtime/services";
import { listTerms } from "@/lib/warehouse/queries/list-terms";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const services = getServices();
  const principal = await currentPrincipal(services);
  if (principal === null) redirect("/sign-in");
  const t = await getTranslations();
  const today = localDay(services.now(), services.timeZone);
  const terms = await withScopedRead(services.database, principal.scope, (read) => listTerms(read, today));
  const current = terms.find((term) => term.underWay) ?? terms[0] ?? null;
  const [role] = principal.roles;
  return (
    <LiveProvider>
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:left-2 focus:top-2 focus:z-30 focus:rounded focus:bg-surface focus:p-2"
      >
        {t("product.skip")}
      </a>
      <header className="border-b border-line bg-surface">
        <div className="mx-auto flex max-w-[1600px] flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2">
          <Link href="/" className="text-base font-semibold tracking-tight">
            {t("product.name")}
          </Link>
          <ConnectionMark />
          <div className="ml-auto flex flex-wrap items-center gap-2">
            <TermSelect terms={terms.map(({ id, name }) => ({ id, name }))} current={current?.id ?? null} />
            <LanguageSelect />
            <ThemeSelect />
            {role !== undefined && <span className="text-sm text-soft">{t(`role.${role}`)}</span>}
            <SignOut />
          </div>
        </div>
      </header>
      {services.config.demo && (
        <aside className="border-b border-line bg-warn-ground text-warn-ink" aria-label={t("demo.title")}>
          <p className="mx-auto max-w-[1600px] px-4 py-2 text-sm">
            <strong>{t("demo.title")}</strong> {t("demo.text")}
          </p>
        </aside>
      )}
      <main id="content" className="mx-auto max-w-[1600px] px-4 py-5">
        {children}
      </main>
    </LiveProvider>
  );
}
