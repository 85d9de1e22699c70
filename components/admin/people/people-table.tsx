"use client";

import { useTranslations } from "next-intl";
import type { ListedPerson, PeoplePage } from "@/lib/access/administration/shapes";
import { useAddress } from "../../filters/use-address";
import { formatCount } from "../../kpi/format";
import { useKnownLocale } from "../../shell/shell-context";
import { Card } from "../../ui/card";
import { EmptyState } from "../../ui/empty-state";
import { Cell, ColumnHead, HeadRow, Row, RowHead, Table } from "../../ui/table";
import { TextLink } from "../../ui/text-link";
import { useRoleWords, useScopeWords, useUntilWords } from "../access/words";
import { PersonStateBadge } from "./person-state";

export function PeopleTable({ page, narrowed }: { page: PeoplePage; narrowed: boolean }) {
  const t = useTranslations("admin.people");
  const locale = useKnownLocale();
  const { parameters, hrefOf } = useAddress();
  const title = t("title");
  if (page.people.length === 0) {
    return (
      <Card title={title}>
        <EmptyState title={narrowed ? t("noneMatch") : t("none")} text={narrowed ? t("noneMatchHelp") : t("noneHelp")} />
      </Card>
    );
  }
  return (
    <Card title={title} aside={t("total", { count: formatCount(page.total, locale) })}>
      <Table label={title}>
        <HeadRow>
          <ColumnHead>{t("name")}</ColumnHead>
          <ColumnHead>{t("email")}</ColumnHead>
          <ColumnHead>{t("access")}</ColumnHead>
          <ColumnHead>{t("state")}</ColumnHead>
        </HeadRow>
        <tbody>
          {page.people.map((person) => (
            <PersonRow key={person.id} person={person} />
          ))}
        </tbody>
      </Table>
      <p className="mt-3 flex gap-4 text-sm">
        {parameters.get("after") !== null && <TextLink href={hrefOf({ after: null })}>{t("first")}</TextLink>}
        {page.next !== null && <TextLink href={hrefOf({ after: page.next })}>{t("next")}</TextLink>}
      </p>
    </Card>
  );
}

/** So many grants are told in a row; the person's page has all. */
const mostShown = 3;

function PersonRow({ person }: { person: ListedPerson }) {
  const t = useTranslations("admin.people");
  const roleWords = useRoleWords();
  const scopeWords = useScopeWords();
  const untilWords = useUntilWords();
  return (
    <Row muted={person.state === "disabled"}>
      <RowHead className="align-top">
        <TextLink href={`/admin/people/${person.id}`}>{person.name}</TextLink>
      </RowHead>
      <Cell className="align-top">{person.email}</Cell>
      <Cell className="min-w-56">
        {person.grants.length === 0 && <span className="text-soft">{t("noGrant")}</span>}
        <ul>
          {person.grants.slice(0, mostShown).map((grant) => (
            <li key={grant.id}>
              {roleWords(grant.role)} <span className="text-soft">· {scopeWords(grant.scope)}</span>
              {grant.until !== null && <span className="text-sm text-soft"> · {untilWords(grant)}</span>}
            </li>
          ))}
        </ul>
        {person.grants.length > mostShown && (
          <span className="text-sm text-soft">{t("more", { count: person.grants.length - mostShown })}</span>
        )}
      </Cell>
      <Cell className="whitespace-nowrap align-top">
        <PersonStateBadge state={person.state} demo={person.demo} />
      </Cell>
    </Row>
  );
}
