"use client";

import { CircleHelp, Search } from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import { comparisons } from "@/lib/kpis/question";
import { useLive } from "@/lib/live/client/live-provider";
import { comparisonName } from "../filters/comparison-name";
import { periodParameters, usualComparison } from "../filters/page-filters";
import { useAddress } from "../filters/use-address";
import { useFilters } from "../filters/use-filters";
import { preparePalette } from "../palette/load-palette";
import { Button } from "../ui/button";
import { Keys } from "../ui/keys";
import { Select } from "../ui/select";
import { useHydrated } from "../ui/use-hydrated";
import { setLanguage } from "./language";
import { useShell } from "./shell-context";
import { useSurround } from "./surround";

export function LanguageSelect() {
  const t = useTranslations("shell");
  const router = useRouter();
  return (
    <Select
      label={t("language")}
      value={useLocale()}
      options={[
        { value: "en", label: "English" },
        { value: "ko", label: "한국어" },
      ]}
      onChange={(event) => {
        setLanguage(event.target.value);
        router.refresh();
      }}
    />
  );
}

export function ThemeSelect() {
  const t = useTranslations("shell");
  const { theme, setTheme } = useTheme();
  const hydrated = useHydrated(); // the server does not know the theme
  return (
    <Select
      label={t("theme")}
      value={hydrated ? (theme ?? "system") : "system"}
      options={(["system", "light", "dark"] as const).map((value) => ({ value, label: t(value) }))}
      onChange={(event) => setTheme(event.target.value)}
    />
  );
}

/** Pages of one term, or of all: there is nothing to choose on them. */
const ofItsOwnTerm = /^\/(sections|students)\/./;

export function TermSelect() {
  const t = useTranslations("shell");
  const { terms, currentTerm } = useShell();
  const path = usePathname();
  const { parameters, go } = useAddress();
  if (terms.length === 0 || ofItsOwnTerm.test(path)) return null;
  return (
    <Select
      label={t("term")}
      // As long as its longest name it would push what follows into a second line.
      className="w-36 grow lg:w-44 lg:grow-0"
      value={parameters.get("term") ?? currentTerm ?? ""}
      options={terms.map(({ id, name, underWay }) => ({ value: id, label: underWay ? t("underWay", { name }) : name }))}
      data-shortcut="term"
      // A week, or a range, belongs to its term.
      onChange={(event) => go({ ...Object.fromEntries(periodParameters.map((name) => [name, null])), term: event.target.value })}
    />
  );
}

export function CompareSelect() {
  const t = useTranslations("compare");
  const { filters, go } = useFilters();
  return (
    <div className="flex items-center gap-2 text-sm text-soft">
      <span aria-hidden="true">{t("with")}</span>
      <Select
        label={t("with")}
        value={filters.compare}
        options={[...comparisons].reverse().map((value) => ({ value, label: comparisonName(value, t) }))}
        onChange={(event) => go({ compare: event.target.value === usualComparison ? null : event.target.value })}
      />
    </div>
  );
}

/** Years that are offered; others are reached by the address. */
const years = ["1", "2", "3", "4", "5", "6"];

/** Not for readers of released figures: those are not released by year. */
export function YearSelect() {
  const t = useTranslations("filters");
  const { released } = useShell();
  const { filters, go } = useFilters();
  if (released) return null;
  return (
    <Select
      label={t("year")}
      value={filters.yearOfStudy ?? ""}
      options={[{ value: "", label: t("allYears") }, ...years.map((year) => ({ value: year, label: t("yearOf", { year }) }))]}
      onChange={(event) => go({ yearOfStudy: event.target.value === "" ? null : event.target.value })}
    />
  );
}

/** Not for readers of released figures, who could subtract a program at one place from it at another. */
export function ProgramSelect() {
  const t = useTranslations("filters");
  const { programs, released } = useShell();
  const { filters, go } = useFilters();
  if (programs.length === 0 || released) return null;
  return (
    <Select
      label={t("program")}
      className="w-40 sm:w-auto"
      value={filters.program ?? ""}
      options={[{ value: "", label: t("allPrograms") }, ...programs.map(({ id, name }) => ({ value: id, label: name }))]}
      onChange={(event) => go({ program: event.target.value === "" ? null : event.target.value })}
    />
  );
}

/** The ways to everywhere and to the help, for pointers and for who does not know the keys. */
export function SearchAndHelp() {
  const t = useTranslations("shell");
  const open = useSurround();
  return (
    <div className="flex items-center gap-2">
      <Button
        data-search
        aria-keyshortcuts="Control+K Meta+K"
        onPointerEnter={preparePalette}
        onFocus={preparePalette}
        onClick={() => open("search")}
      >
        <Search className="size-4 text-soft" aria-hidden="true" />
        {t("search")}
        <span className="hidden sm:inline lg:hidden 2xl:inline">
          <Keys keys={["Ctrl K"]} />
        </span>
      </Button>
      <Button aria-label={t("help")} title={t("help")} onClick={() => open("help")}>
        <CircleHelp className="size-4" aria-hidden="true" />
      </Button>
    </div>
  );
}

/** What the reader is; for who may see the product as another role does, the way to it. As a person it is offered beside the person. */
export function OwnRole({ role }: { role: string }) {
  const t = useTranslations("viewAs");
  const open = useSurround();
  const { mayViewAs } = useShell();
  if (!mayViewAs) return <span className="whitespace-nowrap px-1 text-sm text-soft">{role}</span>;
  return (
    <button
      type="button"
      title={t("asRole")}
      aria-label={t("ownRole", { role })}
      onClick={() => open("view-as")}
      className="h-8 cursor-pointer whitespace-nowrap px-1 text-sm text-soft underline decoration-dotted underline-offset-4 hover:text-ink"
    >
      {role}
      <span className="lg:hidden"> · {t("asRole")}</span>
    </button>
  );
}

export function ConnectionMark() {
  const t = useTranslations("shell");
  const { state } = useLive();
  const tone = state === "connected" ? "bg-good" : state === "connecting" ? "bg-edge" : "bg-bad";
  return (
    <span role="status" className="flex items-center gap-1.5 whitespace-nowrap text-xs text-soft" data-connection={state}>
      <span className={`size-2 rounded-full ${tone}`} aria-hidden="true" />
      {t(state)}
    </span>
  );
}

export function SignOut() {
  const t = useTranslations("shell");
  const leave = async () => {
    const { csrfToken } = await (await fetch("/api/auth/csrf")).json();
    await fetch("/api/auth/signout", {
      method: "POST",
      body: new URLSearchParams({ csrfToken, callbackUrl: "/sign-in" }),
      redirect: "manual",
    });
    window.location.assign("/sign-in");
  };
  return <Button onClick={() => void leave()}>{t("signOut")}</Button>;
}
