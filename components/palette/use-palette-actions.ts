"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import { setLanguage } from "../shell/language";
import type { Room } from "../shell/navigation";
import { useReadOnly } from "../shell/shell-context";

/** `also`: further words by which it is found, such as its name in the other language. */
type PaletteAction = { id: string; label: string; also?: string; run: () => void };

export type PaletteGiven = {
  rooms: readonly { room: Room; href: string }[];
  query: string;
  help: () => void;
  /** Null for who may not. */
  viewAs: (() => void) | null;
};

/** Pages that the reader has, and what can be done anywhere. */
export function usePaletteActions({ rooms, query, help, viewAs }: PaletteGiven): PaletteAction[] {
  const t = useTranslations();
  const router = useRouter();
  const { setTheme } = useTheme();
  const viewed = useReadOnly();
  return [
    ...rooms.map(({ room, href }) => ({ id: `room:${room}`, label: t(`nav.${room}`), run: () => router.push(`${href}${query}`) })),
    ...(rooms.some(({ room }) => room === "reports")
      ? [{ id: "archive", label: t("palette.archive"), run: () => router.push("/reports/archive") }]
      : []),
    // One's own: nobody has those of whom they look as.
    ...(viewed
      ? []
      : [
          { id: "alerts", label: t("palette.alerts"), run: () => router.push("/alerts") },
          { id: "account", label: t("shell.account"), run: () => router.push("/account") },
        ]),
    { id: "wall", label: t("palette.wall"), run: () => router.push("/?wall=1") },
    { id: "help", label: t("help.title"), run: help },
    ...(viewAs === null ? [] : [{ id: "view-as", label: t("viewAs.asRole"), run: viewAs }]),
    ...(["light", "dark", "system"] as const).map((theme) => ({
      id: `theme:${theme}`,
      label: t("palette.theme", { theme: t(`shell.${theme}`) }),
      run: () => setTheme(theme),
    })),
    ...(
      [
        ["en", "English", "영어"],
        ["ko", "한국어", "Korean"],
      ] as const
    ).map(([locale, name, also]) => ({
      id: `language:${locale}`,
      label: t("palette.language", { language: name }),
      also,
      run: () => {
        setLanguage(locale);
        router.refresh();
      },
    })),
  ];
}
