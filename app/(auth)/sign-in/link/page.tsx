import { getTranslations } from "next-intl/server";
import { LinkForm } from "@/components/shell/sign-in-form";
import { SignInFrame } from "@/components/shell/sign-in-frame";

export default async function SignInLink({ searchParams }: { searchParams: Promise<{ token?: string }> }) {
  const t = await getTranslations("signIn");
  const { token } = await searchParams;
  return (
    <SignInFrame title={t("title")}>
      <p className="mb-4 text-soft">{t("link")}</p>
      <LinkForm token={token ?? ""} />
    </SignInFrame>
  );
}
