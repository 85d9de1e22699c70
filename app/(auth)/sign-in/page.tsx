import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { SignInForm } from "@/components/shell/sign-in-form";
import { SignInFrame } from "@/components/shell/sign-in-frame";
import { currentPrincipal } from "@/lib/access/current-principal";
import { getServices } from "@/lib/runtime/services";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signIn"))("title") };
}

export default async function SignIn({ searchParams }: { searchParams: Promise<{ error?: string }> }) {
  const services = getServices();
  if ((await currentPrincipal(services)) !== null) redirect("/");
  const t = await getTranslations("signIn");
  const { error } = await searchParams;
  return (
    <SignInFrame title={t("title")}>
      {error !== undefined && (
        <p role="alert" className="mb-4 rounded-md bg-warn-soft p-3 text-warn">
          {t("failed")}
        </p>
      )}
      <SignInForm demo={services.config.demo} />
    </SignInFrame>
  );
}
