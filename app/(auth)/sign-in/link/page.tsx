import { getTranslations } from "next-intl/server";
import { oneParameter } from "@/components/shell/one-parameter";
import type { Search } from "@/components/shell/page-context";
import { LinkForm } from "@/components/shell/sign-in-form";
import { SignInFrame } from "@/components/shell/sign-in-frame";

export default async function SignInLink({ searchParams }: { searchParams: Search }) {
  const t = await getTranslations("signIn");
  const token = oneParameter((await searchParams).token);
  return (
    <SignInFrame title={t("title")}>
      <p className="mb-4 text-soft">{t("link")}</p>
      <LinkForm token={token ?? ""} />
    </SignInFrame>
  );
}
