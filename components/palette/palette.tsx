"use client";

import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Dialog as Radix } from "radix-ui";
import { type ReactNode, useState } from "react";
import { useShell } from "../shell/shell-context";
import { Skeleton } from "../ui/skeleton";
import { useSettled } from "../ui/use-settled";
import { fetchPlaces, hrefOfPlace, type PlaceFound } from "./fetch-places";
import { recentPlaces } from "./recent-places";
import { type PaletteGiven, usePaletteActions } from "./use-palette-actions";

type BoxProps = PaletteGiven & {
  /** What was typed before it was there. */
  typedAhead: string;
};
type Props = BoxProps & { open: boolean; onOpenChange: (open: boolean) => void };

/** The cursor behind what was typed before, where the next letter belongs. */
function focusEnd(event: Event): void {
  const input = event.currentTarget instanceof HTMLElement ? event.currentTarget.querySelector("input") : null;
  if (input === null) return;
  event.preventDefault();
  input.focus();
  input.setSelectionRange(input.value.length, input.value.length);
}

/** One box to go anywhere: places and students by the server under the reader's scope, pages and actions at once. */
export function Palette({ open, onOpenChange, ...rest }: Props) {
  const t = useTranslations("palette");
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-shade" />
        <Radix.Content
          aria-describedby={undefined}
          onOpenAutoFocus={focusEnd}
          className="fixed left-1/2 top-[8vh] z-40 w-160 max-w-[calc(100vw-24px)] -translate-x-1/2 overflow-hidden rounded-lg border border-line bg-surface text-ink shadow-pop"
        >
          <Radix.Title className="sr-only">{t("title")}</Radix.Title>
          <Box close={() => onOpenChange(false)} {...rest} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Box({ close, rooms, query, help, viewAs, typedAhead }: BoxProps & { close: () => void }) {
  const t = useTranslations("palette");
  const router = useRouter();
  const { userId, viewing } = useShell();
  const actions = usePaletteActions({ rooms, query, help, viewAs });
  const [text, setText] = useState(typedAhead);
  const typed = text.trim();
  const settled = useSettled(typed);
  const [recent] = useState(() => (viewing === null ? recentPlaces(userId) : []));
  const asked = settled === "" ? { named: recent } : { text: settled };
  const answer = useQuery({
    queryKey: ["places", asked],
    queryFn: ({ signal }) => fetchPlaces(asked, signal),
    enabled: settled !== "" || recent.length > 0,
    // Names of students are not kept longer than they are shown.
    gcTime: 0,
    retry: 1,
  });
  const current = settled === typed;
  const found = current ? answer.data : undefined;
  const waiting = !current || (answer.isFetching && answer.data === undefined);
  const failed = current && answer.isError;
  const students = found?.people.found ?? [];
  const fitting = actions.filter((action) => typed === "" || fold(`${action.label} ${action.also ?? ""}`).includes(fold(typed)));
  const count = (found?.places.length ?? 0) + students.length + fitting.length;
  const go = (href: string) => {
    close();
    router.push(href);
  };
  const groups: readonly (readonly [PlaceFound["kind"], string])[] = [
    ["departments", t("departments")],
    ["courses", t("courses")],
    ["sections", t("sections")],
  ];
  const place = (one: PlaceFound) => (
    <Item
      key={`${one.kind}/${one.id}`}
      value={`${one.kind}/${one.id}`}
      onSelect={() => go(`${hrefOfPlace(one)}${query}`)}
      detail={one.detail}
    >
      {one.name}
    </Item>
  );
  return (
    <Command shouldFilter={false} label={t("title")} loop>
      <Command.Input
        value={text}
        onValueChange={setText}
        maxLength={100}
        placeholder={t("placeholder")}
        className="h-12 w-full border-b border-line bg-surface px-4 text-lg outline-none placeholder:text-soft"
      />
      <p role="status" className="sr-only">
        {waiting ? t("searching") : failed ? t("failed") : t("count", { count })}
      </p>
      <Command.List label={t("results")} className="max-h-[60vh] overflow-y-auto p-2">
        {typed === "" && found !== undefined && found.places.length > 0 && <Group heading={t("recent")}>{found.places.map(place)}</Group>}
        {typed !== "" &&
          groups.map(([kind, heading]) => {
            const places = found?.places.filter((one) => one.kind === kind) ?? [];
            return places.length === 0 ? null : (
              <Group key={kind} heading={heading}>
                {places.map(place)}
              </Group>
            );
          })}
        {typed !== "" && students.length > 0 && (
          <Group heading={t("students")}>
            {students.map((one) => (
              <Item
                key={one.student}
                value={one.student}
                onSelect={() => go(`/students/${one.student}${query}`)}
                detail={one.name === null ? null : one.id}
              >
                {one.name ?? one.id}
              </Item>
            ))}
          </Group>
        )}
        {fitting.length > 0 && (
          <Group heading={t("actions")}>
            {fitting.map((action) => (
              <Item
                key={action.id}
                value={action.id}
                detail={null}
                onSelect={() => {
                  close();
                  action.run();
                }}
              >
                {action.label}
              </Item>
            ))}
          </Group>
        )}
      </Command.List>
      <div className="px-4 pb-3 text-sm text-soft">
        {waiting && typed !== "" && <Skeleton height={20} label={t("searching")} />}
        {failed && <p>{t("failed")}</p>}
        {!waiting && !failed && count === 0 && <p>{t("nothing")}</p>}
        {!waiting && typed !== "" && found?.people.by === "numbers" && <p>{t("byNumber")}</p>}
      </div>
    </Command>
  );
}

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-soft"
    >
      {children}
    </Command.Group>
  );
}

type ItemProps = { value: string; detail: string | null; onSelect: () => void; children: ReactNode };

function Item({ value, detail, onSelect, children }: ItemProps) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex cursor-pointer items-baseline justify-between gap-3 rounded-md px-2 py-2 data-[selected=true]:bg-accent-soft data-[selected=true]:text-accent"
    >
      <span>{children}</span>
      {detail !== null && <span className="text-right text-xs text-soft">{detail}</span>}
    </Command.Item>
  );
}

const fold = (text: string) => text.normalize("NFC").toLowerCase();
