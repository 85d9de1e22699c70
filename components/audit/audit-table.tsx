"use client";

import { useTranslations } from "next-intl";
import type { AuditEntryShown, AuditPage } from "@/lib/access/audit/audit-shape";
import { useAddress } from "../filters/use-address";
import { formatCount, formatInstant } from "../kpi/format";
import { useKnownLocale, useZone } from "../shell/shell-context";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { Cell, ColumnHead, HeadRow, Row, RowHead, Table } from "../ui/table";
import { TextLink } from "../ui/text-link";
import type { Filter } from "./audit-address";
import { EntryDetail } from "./entry-detail";
import { useEntryWords } from "./entry-words";
import { SaveShown } from "./save-shown";

/** The entries of a page, the newest first. */
export function AuditTable({ page, filter }: { page: AuditPage; filter: Filter }) {
  const t = useTranslations("audit");
  const { parameters, hrefOf } = useAddress();
  const title = filter.person === undefined ? t("entries") : t("looksAt", { person: filter.person.slice(0, 8) });
  if (page.entries.length === 0) {
    const narrowed = Object.keys(filter).length > 0;
    return (
      <Card title={title}>
        <EmptyState title={narrowed ? t("noneMatch") : t("none")} text={narrowed ? t("noneMatchHelp") : t("noneHelp")} />
      </Card>
    );
  }
  return (
    <Card title={title} aside={<SaveShown title={title} page={page} filter={filter} />}>
      <Table label={title}>
        <HeadRow>
          <ColumnHead figure>{t("number")}</ColumnHead>
          <ColumnHead>{t("at")}</ColumnHead>
          <ColumnHead>{t("who")}</ColumnHead>
          <ColumnHead>{t("what")}</ColumnHead>
          <ColumnHead>{t("about")}</ColumnHead>
          <ColumnHead>{t("more")}</ColumnHead>
        </HeadRow>
        <tbody>
          {page.entries.map((entry) => (
            <EntryRow key={entry.entry} entry={entry} />
          ))}
        </tbody>
      </Table>
      <p className="mt-3 flex gap-4 text-sm">
        {parameters.get("before") !== null && <TextLink href={hrefOf({ before: null })}>{t("newest")}</TextLink>}
        {page.next !== null && <TextLink href={hrefOf({ before: String(page.next) })}>{t("older")}</TextLink>}
      </p>
    </Card>
  );
}

function EntryRow({ entry }: { entry: AuditEntryShown }) {
  const locale = useKnownLocale();
  const zone = useZone();
  const { hrefOf } = useAddress();
  const { actionWords, actorWords, detailWords } = useEntryWords();
  return (
    <Row>
      <Cell figure>{formatCount(entry.entry, locale)}</Cell>
      <RowHead className="number whitespace-nowrap">{formatInstant(entry.at, locale, zone)}</RowHead>
      <Cell className="whitespace-nowrap">
        <TextLink href={hrefOf({ actor: entry.actor, before: null })}>{actorWords(entry.actor, entry.name)}</TextLink>
      </Cell>
      <Cell className="whitespace-nowrap">{actionWords(entry.action)}</Cell>
      <Cell>
        <About entry={entry} />
      </Cell>
      <Cell className="min-w-48 max-w-96 break-words text-sm">
        <EntryDetail words={detailWords(entry)} of={formatCount(entry.entry, locale)} />
      </Cell>
    </Row>
  );
}

/** What it was done to: a thing, persons, or both. */
function About({ entry: { subject, subjectName, people, person } }: { entry: AuditEntryShown }) {
  const t = useTranslations("audit");
  const locale = useKnownLocale();
  const { hrefOf } = useAddress();
  return (
    <span className="flex flex-col">
      {subject !== null && (
        <TextLink className="min-h-6 max-w-60 truncate leading-6" title={subject} href={hrefOf({ subject, before: null })}>
          {subjectName ?? subject}
        </TextLink>
      )}
      {person !== null && (
        <TextLink className="min-h-6 whitespace-nowrap leading-6" href={hrefOf({ person: person.id, before: null })}>
          {person.label}
        </TextLink>
      )}
      {person === null && people > 0 && (
        <span className="whitespace-nowrap">{t("people", { count: people, shown: formatCount(people, locale) })}</span>
      )}
    </span>
  );
}
