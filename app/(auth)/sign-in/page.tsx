import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { SignInForm } from "@/components/shell/sign-in-form";
import { currentPrincipal } from "@/lib/access/current-principal";
import { getServices } from "@/lib/runtime/services";

export default async function SignIn({ searchParams }: { searchParams: Promise<{ error?: string }> }) {
  const services = getServices();
  if ((await currentPrincipal(services)) !== null) redirect("/");
  const t = await getTranslations();
  const { error } = await searchParams;
  return (
    <main className="mx-auto flex min-h-screen max-w-md flex-col justify-center px-4">
      <h1 className="text-3xl font-semibold tracking-tight">{t("product.name")}</h1>
      <p className="mb-6 text-soft">{t("product.tagline")}</p>
      {error !== undefined && (
        <p role="alert" className="mb-4 rounded border border-line bg-warn-ground p-3 text-warn-ink">
          {t("signIn.failed")}
        </p>
      )}
      <SignInForm demo={services.config.demo} />
    </main>
  );
}
