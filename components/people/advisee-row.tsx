"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMoment } from "@/lib/live/client/moment";
import { usePlaceHref } from "../filters/use-place-href";
import { formatCount, formatDay } from "../kpi/format";
import { useKnownLocale } from "../shell/shell-context";
import { Button } from "../ui/button";
import { Cell, Row, RowHead } from "../ui/table";
import { TextLink } from "../ui/text-link";
import { ChangeText } from "./change-text";
import { ContactForm } from "./contact-form";
import { ContactLine } from "./contact-line";
import type { AdviseeData } from "./fetch-advisees";
import { ReasonText } from "./reason-text";

type Props = {
  student: AdviseeData;
  /** When the reader last looked, in words; null: never before. */
  since: string | null;
  refresh: () => void;
};

/** A student whom the reader advises: why to call, what is new, the last contact, and a note of another. */
export function AdviseeRow({ student, since, refresh }: Props) {
  const t = useTranslations();
  const locale = useKnownLocale();
  const moment = useMoment();
  const hrefOf = usePlaceHref();
  const about = [student.program, student.yearOfStudy === null ? null : t("student.year", { year: student.yearOfStudy })];
  return (
    <Row>
      <RowHead className="w-1/3 align-top sm:w-auto">
        <TextLink href={hrefOf("students", student.student)}>{student.name ?? t("student.unknown")}</TextLink>
        <span className="block text-xs text-soft">{about.filter((part) => part !== null).join(" · ")}</span>
      </RowHead>
      <Cell className="align-top">
        {student.reasons.length === 0 ? (
          <span className="text-soft">{t("reason.none")}</span>
        ) : (
          <ul className="space-y-1">
            {student.reasons.map((reason) => (
              <li key={reason.kind} className="text-sm">
                <ReasonText reason={reason} />
              </li>
            ))}
          </ul>
        )}
        {since !== null && student.changes.length > 0 && (
          <p className="mt-1 text-sm">
            <span className="font-medium">{t("since.since", { since })}</span> <ChangeText changes={student.changes} />
          </p>
        )}
        {moment === null && <Contact student={student} refresh={refresh} />}
      </Cell>
      <Cell figure className="hidden align-top sm:table-cell">
        {student.expected === 0
          ? "–"
          : t("advisee.missedOf", { absent: formatCount(student.absent, locale), expected: formatCount(student.expected, locale) })}
      </Cell>
      <Cell figure className="hidden align-top md:table-cell">
        {student.lastActivityOn === null ? "–" : formatDay(student.lastActivityOn, locale)}
      </Cell>
    </Row>
  );
}

function Contact({ student, refresh }: Pick<Props, "student" | "refresh">) {
  const t = useTranslations();
  const [open, setOpen] = useState(false);
  const [noted, setNoted] = useState(false);
  const { lastContact } = student;
  return (
    <div className="mt-1 text-sm text-soft">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span>
          {t("student.lastContact")}: {lastContact === null ? t("student.noContact") : <ContactLine contact={lastContact} />}
        </span>
        {!open && (
          <Button look="link" className="text-sm font-normal" onClick={() => setOpen(true)}>
            {t("contact.add")}
          </Button>
        )}
        <span role="status">{noted && !open ? t("contact.saved") : ""}</span>
      </p>
      {lastContact?.note != null && <p className="line-clamp-2 max-w-prose border-l-2 border-line pl-2 text-ink">{lastContact.note}</p>}
      {open && (
        <div className="mt-2 max-w-prose text-ink">
          <ContactForm
            student={student.student}
            name={student.name ?? t("student.unknown")}
            onClose={() => setOpen(false)}
            onSaved={() => {
              setNoted(true);
              setOpen(false);
              refresh();
            }}
          />
        </div>
      )}
    </div>
  );
}
