"use client";

import { useTranslations } from "next-intl";
import type { DetailWords } from "./entry-words";

/** What was recorded of an entry: in words, and what there are none for as a table, which is opened where words say the most of it. */
export function EntryDetail({ words: { said, fields }, of }: { words: DetailWords; of: string }) {
  const t = useTranslations("audit.detail");
  const table = (
    <table className="mt-1 w-full text-xs">
      <caption className="sr-only">{t("recorded", { of })}</caption>
      <tbody>
        {fields.map(({ name, text }) => (
          <tr key={name} className="align-top">
            <th scope="row" className="w-px whitespace-nowrap pr-3 text-left font-normal text-soft">
              {name}
            </th>
            <td className="break-all text-ink">{text}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
  return (
    <>
      {said.map((text) => (
        <p key={text}>{text}</p>
      ))}
      {fields.length > 0 &&
        (said.length === 0 ? (
          table
        ) : (
          <details>
            <summary className="min-h-6 cursor-pointer text-xs leading-6 text-soft">{t("more", { count: fields.length })}</summary>
            {table}
          </details>
        ))}
    </>
  );
}
