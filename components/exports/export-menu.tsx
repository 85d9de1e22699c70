"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useKnownLocale } from "../shell/shell-context";
import { Menu } from "../ui/menu";
import type { MenuItem } from "../ui/opened-menu";
import type { Offer } from "./export-context";
import type { Measure } from "./frame-picture";
import { readPalette } from "./palette";
import { fontFamily } from "./picture";
import { fileNameOf, saveFile } from "./save";
import { tellExport } from "./tell-export";
import { useFacts } from "./use-facts";

/** What a card shows, as files: made here, of what is on the page already, once it is recorded that they are. */
export function ExportMenu({ title, offers }: { title: string; offers: readonly Offer[] }) {
  const t = useTranslations("exports");
  const locale = useKnownLocale();
  const factsOf = useFacts();
  const [failed, setFailed] = useState(false);

  const about = (offer: Offer) => {
    const now = new Date();
    const exported = offer.make();
    // The browser's title, which holds no person's name where the heading may.
    const where = document.title.replace(/ · [^·]*$/, "");
    const name = fileNameOf(title, where, exported.answer.term ?? "", now.toISOString().slice(0, 16));
    return { ...exported, name, facts: factsOf({ title, where, now, view: exported.view, answer: exported.answer }) };
  };
  // What makes files is loaded when one is wanted.
  const saveTable = async (offer: Offer) => {
    const { name, facts, sheet, view } = about(offer);
    const [{ toCsv }, table] = await Promise.all([import("./to-csv"), sheet()]);
    await tellExport({ of: "figure", what: offer.kind, view, format: "csv", rows: table.rows.length });
    saveFile(`${name}.csv`, new Blob([toCsv(facts, table)], { type: "text/csv;charset=utf-8" }));
  };
  const savePicture = async (offer: Offer, format: "svg" | "png") => {
    const { name, facts, picture, view, sheet } = about(offer);
    if (picture === undefined) throw new Error("There is nothing drawn.");
    const palette = readPalette();
    const [drawn, table, { framePicture }, { drawPng }] = await Promise.all([
      picture(palette),
      sheet(),
      import("./frame-picture"),
      import("./draw-png"),
    ]);
    const svg = framePicture(drawn, { title, facts: facts.slice(1), language: locale }, palette, await readyMeasure());
    await tellExport({ of: "figure", what: offer.kind, view, format, rows: table.rows.length });
    saveFile(`${name}.${format}`, format === "svg" ? new Blob([svg], { type: "image/svg+xml" }) : await drawPng(svg));
  };
  /** A file that could not be made is said so, in place. */
  const trying = (save: () => void | Promise<void>) => async () => {
    setFailed(false);
    try {
      await save();
    } catch (error) {
      console.error(error);
      setFailed(true);
    }
  };

  const items: MenuItem[] = [
    ...offers.map((offer) => ({
      key: offer.kind,
      label: t(`csv.${offer.kind}`),
      onSelect: () => void trying(() => saveTable(offer))(),
    })),
    ...offers
      .filter((offer) => offer.drawn)
      .flatMap((offer) =>
        (["png", "svg"] as const).map((format) => ({
          key: `${offer.kind}-${format}`,
          label: t(format),
          onSelect: () => void trying(() => savePicture(offer, format))(),
        })),
      ),
  ];
  return (
    <>
      {failed && (
        <span role="alert" className="text-bad">
          {t("failed")}
        </span>
      )}
      <Menu
        label={t("menu", { title })}
        items={items}
        trigger={
          <button
            type="button"
            aria-label={t("menu", { title })}
            title={t("short")}
            className="inline-flex size-7 cursor-pointer items-center justify-center rounded-md text-soft hover:bg-accent-soft hover:text-accent"
          >
            <Download className="size-4" aria-hidden="true" />
          </button>
        }
      />
    </>
  );
}

/** Widths as the page's own fonts have them. */
async function readyMeasure(): Promise<Measure> {
  await document.fonts.ready;
  const context = document.createElement("canvas").getContext("2d");
  if (context === null) throw new Error("This browser cannot draw.");
  return (text, size, bold) => {
    context.font = `${bold ? 600 : 400} ${size}px ${fontFamily}`;
    return context.measureText(text).width;
  };
}
