"use client";

import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { useState } from "react";
import { useSettled } from "./use-settled";

export type Found = { id: string };
type Props<T extends Found> = {
  label: string;
  words: { placeholder: string; found: string; failed: string; count: (count: number) => string };
  /** Under which answers are kept, and how they are asked for. */
  queryKey: readonly string[];
  find: (text: string) => Promise<readonly T[]>;
  /** Which of them are offered: not those that are chosen already. */
  wanted: (found: T) => boolean;
  /** How one is shown: what it is called, and what it is told from others by. */
  show: (found: T) => { name: string; detail: string | null };
  onChoose: (found: T) => void;
};

/** Looks for something by what is typed; arrows and Enter choose one. */
export function SearchList<T extends Found>({ label, words, queryKey, find, wanted, show, onChoose }: Props<T>) {
  const [text, setText] = useState("");
  const typed = text.trim();
  const asked = useSettled(typed);
  const answer = useQuery({ queryKey: [...queryKey, asked], queryFn: () => find(asked), enabled: asked !== "", retry: 1 });
  const current = asked === typed && asked !== "";
  const found = current ? (answer.data ?? []).filter(wanted) : [];
  return (
    <Command shouldFilter={false} label={label} loop className="text-sm">
      <Command.Input
        value={text}
        onValueChange={setText}
        maxLength={100}
        placeholder={words.placeholder}
        className="h-8 w-full rounded-md border border-edge bg-surface px-2 text-sm font-normal text-ink"
      />
      <Command.List
        label={words.found}
        className={found.length === 0 ? "" : "mt-1 max-h-56 overflow-y-auto rounded-md border border-line bg-surface p-1"}
      >
        {found.map((one) => {
          const { name, detail } = show(one);
          return (
            <Command.Item
              key={one.id}
              value={one.id}
              onSelect={() => {
                onChoose(one);
                setText("");
              }}
              className="flex cursor-pointer items-baseline justify-between gap-3 rounded-sm px-2 py-1 data-[selected=true]:bg-accent-soft data-[selected=true]:text-accent"
            >
              <span>{name}</span>
              {detail !== null && <span className="truncate text-right text-xs text-soft">{detail}</span>}
            </Command.Item>
          );
        })}
      </Command.List>
      <p role="status" className="min-h-5 text-xs text-soft">
        {current && answer.isError && words.failed}
        {current && answer.isSuccess && words.count(found.length)}
      </p>
    </Command>
  );
}
