import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Brand } from "./brand";
import { LanguageSelect, ThemeSelect } from "./controls";

/** The page before one is in: what Bellwether is, and the way in. */
export async function SignInFrame({ title, children }: { title: string; children: ReactNode }) {
  const t = await getTranslations("product");
  return (
    <div className="grid min-h-screen lg:grid-cols-[2fr_3fr]">
      <header className="flex flex-col justify-between gap-8 border-b border-line bg-surface p-6 lg:border-r lg:border-b-0 lg:p-12">
        <Brand large />
        <div className="max-w-md">
          <p className="text-figure font-semibold tracking-tight">{t("tagline")}</p>
          <ul className="mt-6 hidden space-y-3 text-lg text-soft sm:block">
            {(["live", "exact", "scoped"] as const).map((point) => (
              <li key={point}>{t(point)}</li>
            ))}
          </ul>
        </div>
        <div className="flex gap-2">
          <LanguageSelect />
          <ThemeSelect />
        </div>
      </header>
      <main className="flex flex-col justify-center p-6 lg:p-12">
        <div className="w-full max-w-2xl">
          <h1 className="mb-2 text-xl font-semibold tracking-tight">{title}</h1>
          {children}
        </div>
      </main>
    </div>
  );
}
