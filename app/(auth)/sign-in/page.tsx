import type { Metadata } from "next";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { oneParameter } from "@/components/shell/one-parameter";
import type { Search } from "@/components/shell/page-context";
import { SignInForm } from "@/components/shell/sign-in-form";
import { SignInFrame } from "@/components/shell/sign-in-frame";
import { triedFor } from "@/components/shell/tried-for";
import { currentPrincipal } from "@/lib/access/current-principal";
import { providerMetadata } from "@/lib/access/oidc/provider-metadata";
import { leftProviderCookie } from "@/lib/access/sign-in-door";
import { localPath } from "@/lib/platform/asked-path";
import { getServices } from "@/lib/runtime/services";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signIn"))("title") };
}

/** next-auth's words for what went wrong: of its own forms, at the provider, or with whom the provider sent. */
const failureOf = (error: string) =>
  error === "AccessDenied" ? "providerRefused" : error.startsWith("OAuth") || error === "Callback" ? "providerFailed" : "failed";

/** Whoever just signed out here came by the provider, which has a place to sign out of it as well. */
async function mayLeaveProvider(): Promise<boolean> {
  const { oidc } = getServices().config;
  if (oidc === null || !(await cookies()).has(leftProviderCookie)) return false;
  return (await providerMetadata(oidc.issuer))?.end_session_endpoint !== undefined;
}

export default async function SignIn({ searchParams }: { searchParams: Search }) {
  const services = getServices();
  const asked = await searchParams;
  const [error, from] = [oneParameter(asked.error), oneParameter(asked.from)];
  const to = localPath(error === undefined ? from : await triedFor()) ?? "/";
  if ((await currentPrincipal(services)) !== null) redirect(to);
  const t = await getTranslations("signIn");
  const provider = services.config.oidc?.name ?? null;
  return (
    <SignInFrame title={t("title")}>
      {error !== undefined && (
        <p role="alert" className="mb-4 rounded-md bg-warn-soft p-3 text-warn">
          {t(failureOf(error), { name: provider ?? "" })}
        </p>
      )}
      {provider !== null && (await mayLeaveProvider()) && (
        <p role="status" className="mb-4 rounded-md bg-accent-soft p-3">
          {t("leftHere", { name: provider })}{" "}
          <a href="/api/internal/oidc/sign-out" className="font-medium text-accent underline underline-offset-2">
            {t("leaveThere", { name: provider })}
          </a>
        </p>
      )}
      <SignInForm demo={services.config.demo} to={to} provider={provider} />
    </SignInFrame>
  );
}
