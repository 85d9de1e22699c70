import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { reader } from "@/components/shell/page-context";
import { PasswordForm } from "@/components/shell/password-form";
import { SignInFrame } from "@/components/shell/sign-in-frame";
import { needsCurrentPassword, passwordLength } from "@/lib/access/passwords";
import { getServices } from "@/lib/runtime/services";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("password"))("title") };
}

/** Where a one-time link leads, and who wants another password. */
export default async function Password() {
  const user = await reader();
  if (user === null) redirect("/sign-in");
  // Nobody's password is chosen by who looks as them, and one's own as oneself.
  if (user.viewedBy !== undefined) redirect("/");
  const t = await getTranslations("password");
  const needed = await needsCurrentPassword(getServices().database, user);
  return (
    <SignInFrame title={t("title")}>
      {needed === "none" || needed === "provider" ? (
        <p className="text-soft">{t(needed === "none" ? "demo" : "provider")}</p>
      ) : (
        <>
          <p className="mb-4 text-soft">{t("text", { email: user.email })}</p>
          <PasswordForm email={user.email} asksCurrent={needed === "current"} length={passwordLength} />
        </>
      )}
    </SignInFrame>
  );
}
