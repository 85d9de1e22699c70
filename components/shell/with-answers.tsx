import { getLocale } from "next-intl/server";
import type { ReactNode } from "react";
import { KnownAnswers } from "@/lib/live/client/known-answers";
import type { PageAnswers } from "./page-answers";

/** A page's parts with the answers that come with them. */
export async function WithAnswers({ answers, children }: { answers: PageAnswers; children: ReactNode }) {
  return (
    <KnownAnswers now={answers.now} soon={answers.soon} locale={(await getLocale()) === "ko" ? "ko" : "en"}>
      {children}
    </KnownAnswers>
  );
}
