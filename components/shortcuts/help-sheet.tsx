"use client";

import { useTranslations } from "next-intl";
import { keep, useKept } from "../shell/kept";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Keys } from "../ui/keys";
import type { Shortcut, ShortcutAction } from "./shortcuts";
import { shortcutsKept } from "./use-shortcuts";

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  shortcuts: readonly Shortcut[];
  nameOfRoom: (room: string) => string;
  /** Shows the first steps again. */
  showSteps: () => void;
};

/** All shortcuts, the way to switch single keys off, and the first steps once more. */
export function HelpSheet({ open, onOpenChange, shortcuts, nameOfRoom, showSteps }: Props) {
  const t = useTranslations("help");
  const off = useKept(shortcutsKept) === "off";
  const names: Readonly<Record<Exclude<ShortcutAction, `room:${string}`>, string>> = {
    search: t("search"),
    help: t("sheet"),
    term: t("term"),
    "previous-week": t("previousWeek"),
    "next-week": t("nextWeek"),
  };
  const nameOf = (action: ShortcutAction) =>
    isRoom(action) ? t("goTo", { room: nameOfRoom(action.slice("room:".length)) }) : names[action];
  return (
    <Dialog title={t("title")} close={t("close")} open={open} onOpenChange={onOpenChange}>
      <table className="w-full text-left">
        <caption className="pb-1 text-left font-semibold">{t("keys")}</caption>
        <tbody>
          <Line name={t("always")} keys={["Ctrl/⌘ K"]} />
          {shortcuts.map(({ keys, action }) => (
            <Line key={action} name={nameOf(action)} keys={keys} muted={off} />
          ))}
        </tbody>
      </table>
      <label className="mt-3 flex cursor-pointer items-center gap-2">
        <input
          type="checkbox"
          className="size-4 accent-(--accent)"
          checked={!off}
          onChange={(event) => keep(shortcutsKept, event.target.checked ? null : "off")}
        />
        {t("singleKeys")}
      </label>
      <p className="mt-1 text-sm text-soft">{t("singleKeysHelp")}</p>
      <div className="mt-4 border-t border-line pt-4">
        <Button onClick={showSteps}>{t("again")}</Button>
      </div>
    </Dialog>
  );
}

const isRoom = (action: ShortcutAction): action is `room:${string}` => action.startsWith("room:");

function Line({ name, keys, muted = false }: { name: string; keys: readonly string[]; muted?: boolean }) {
  return (
    <tr className={muted ? "border-t border-line text-soft" : "border-t border-line"}>
      <th scope="row" className="py-1.5 pr-3 font-normal">
        {name}
      </th>
      <td className="py-1.5 text-right">
        <Keys keys={keys} />
      </td>
    </tr>
  );
}
