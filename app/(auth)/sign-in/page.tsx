import type { Metadata } from "next";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { SignInForm } from "@/components/shell/sign-in-form";
import { SignInFrame } from "@/components/shell/sign-in-frame";
import { currentPrincipal } from "@/lib/access/current-principal";
import { localPath } from "@/lib/platform/asked-path";
import { getServices } from "@/lib/runtime/services";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signIn"))("title") };
}

/** Where a sign-in that failed was to lead: next-auth keeps it in a cookie of its own. */
async function triedFor(): Promise<string | null> {
  const name = "next-auth.callback-url";
  const kept = (await cookies()).get(`__Secure-${name}`) ?? (await cookies()).get(name);
  if (kept === undefined || !URL.canParse(kept.value)) return null;
  const { pathname, search } = new URL(kept.value);
  return `${pathname}${search}`;
}

export default async function SignIn({ searchParams }: { searchParams: Promise<{ error?: string; from?: string }> }) {
  const services = getServices();
  const { error, from } = await searchParams;
  const to = localPath(error === undefined ? from : await triedFor()) ?? "/";
  if ((await currentPrincipal(services)) !== null) redirect(to);
  const t = await getTranslations("signIn");
  return (
    <SignInFrame title={t("title")}>
      {error !== undefined && (
        <p role="alert" className="mb-4 rounded-md bg-warn-soft p-3 text-warn">
          {t("failed")}
        </p>
      )}
      <SignInForm demo={services.config.demo} to={to} />
    </SignInFrame>
  );
}
