import type { Metadata } from "next";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { oneParameter } from "@/components/shell/one-parameter";
import type { Search } from "@/components/shell/page-context";
import { CodeForm } from "@/components/shell/sign-in-form";
import { SignInFrame } from "@/components/shell/sign-in-frame";
import { triedFor } from "@/components/shell/tried-for";
import { TextLink } from "@/components/ui/text-link";
import { stepCookie } from "@/lib/access/sign-in-door";
import { localPath } from "@/lib/platform/asked-path";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signIn"))("codeTitle") };
}

/** The second factor of whoever has shown the first. */
export default async function SignInCode({ searchParams }: { searchParams: Search }) {
  if (!(await cookies()).has(stepCookie)) redirect("/sign-in");
  const error = oneParameter((await searchParams).error);
  const to = localPath(await triedFor()) ?? "/";
  const t = await getTranslations("signIn");
  return (
    <SignInFrame title={t("codeTitle")}>
      <p className="mb-4 max-w-md text-soft">{t("codeText")}</p>
      {error !== undefined && (
        <p role="alert" className="mb-4 max-w-md rounded-md bg-warn-soft p-3 text-warn">
          {t("codeFailed")}
        </p>
      )}
      <CodeForm to={to} />
      <p className="mt-4 text-sm">
        <TextLink href="/sign-in">{t("startOver")}</TextLink>
      </p>
    </SignInFrame>
  );
}
