import { useTranslations } from "next-intl";

/** The mark and the name. */
export function Brand({ large = false }: { large?: boolean }) {
  const t = useTranslations("product");
  return (
    <span className="flex items-center gap-2">
      <svg viewBox="0 0 32 32" className={large ? "size-10" : "size-6"} aria-hidden="true">
        <rect width="32" height="32" rx="7" fill="var(--accent)" />
        <path d="M7 21l6-7 5 4 7-9" fill="none" stroke="var(--on-accent)" strokeWidth="3" strokeLinecap="round" strokeLinejoin="round" />
      </svg>
      <span className={large ? "text-xl font-semibold tracking-tight" : "text-lg font-semibold tracking-tight"}>{t("name")}</span>
    </span>
  );
}
