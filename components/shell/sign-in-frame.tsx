import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Brand } from "./brand";
import { LanguageSelect, ThemeSelect } from "./controls";

/** The page before one is in: the brand, what it is, and how it is shown. */
export async function SignInFrame({ title, children }: { title: string; children: ReactNode }) {
  const t = await getTranslations("product");
  return (
    <div className="flex min-h-screen flex-col">
      <header className="mx-auto flex w-full max-w-3xl flex-wrap items-center justify-between gap-2 px-4 pt-6">
        <Brand large />
        <div className="flex gap-2">
          <LanguageSelect />
          <ThemeSelect />
        </div>
      </header>
      <main className="mx-auto w-full max-w-3xl grow px-4 py-10">
        <p className="mb-8 max-w-prose text-lg text-soft">{t("tagline")}</p>
        <h1 className="mb-2 text-xl font-semibold tracking-tight">{title}</h1>
        {children}
      </main>
    </div>
  );
}
