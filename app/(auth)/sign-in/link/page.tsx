import { getTranslations } from "next-intl/server";
import { LinkForm } from "@/components/shell/sign-in-form";

export default async function SignInLink({ searchParams }: { searchParams: Promise<{ token?: string }> }) {
  const t = await getTranslations();
  const { token } = await searchParams;
  return (
    <main className="mx-auto flex min-h-screen max-w-md flex-col justify-center px-4">
      <h1 className="text-3xl font-semibold tracking-tight">{t("product.name")}</h1>
      <p className="mb-6 text-soft">{t("signIn.link")}</p>
      <LinkForm token={token ?? ""} />
    </main>
  );
}
