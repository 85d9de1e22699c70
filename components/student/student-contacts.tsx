"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ContactForm } from "../people/contact-form";
import { ContactLine } from "../people/contact-line";
import type { ContactData } from "../people/fetch-advisees";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { ShowMore } from "../ui/show-more";

/** The latest come first; the rest on demand. */
const mostAtFirst = 5;

/** Contacts with the student, what was said, and a note of another. */
type Props = {
  student: string;
  name: string;
  contacts: ContactData[];
  /** The page is of the past. */
  readOnly: boolean;
};

export function StudentContacts({ student, name, contacts, readOnly }: Props) {
  const t = useTranslations("contact");
  const router = useRouter();
  const [state, setState] = useState<"closed" | "open" | "saved">("closed");
  return (
    <Card title={t("title")} note={t("readers")}>
      {state === "open" ? (
        <div className="max-w-prose">
          <ContactForm
            student={student}
            name={name}
            onClose={() => setState("closed")}
            onSaved={() => {
              setState("saved");
              router.refresh();
            }}
          />
        </div>
      ) : readOnly ? null : (
        <p className="flex items-center gap-3">
          <Button onClick={() => setState("open")}>{t("add")}</Button>
          <span role="status" className="text-sm text-soft">
            {state === "saved" ? t("saved") : ""}
          </span>
        </p>
      )}
      {contacts.length === 0 ? (
        <EmptyState title={t("none")} text={t("noneHelp")} height={64} />
      ) : (
        <ShowMore rows={contacts} most={mostAtFirst}>
          {(shown) => (
            <ol className="mt-3 divide-y divide-line border-t border-line">
              {shown.map((contact) => (
                <li key={contact.contact} className="py-2">
                  <p className="text-sm text-soft">
                    <ContactLine contact={contact} />
                  </p>
                  {contact.note !== null && <p className="max-w-prose whitespace-pre-wrap">{contact.note}</p>}
                </li>
              ))}
            </ol>
          )}
        </ShowMore>
      )}
    </Card>
  );
}
