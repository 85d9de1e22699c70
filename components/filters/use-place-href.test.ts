import { SearchParamsContext } from "next/dist/shared/lib/hooks-client-context.shared-runtime";
import { NextIntlClientProvider } from "next-intl";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { type Shell, ShellProvider } from "../shell/shell-context";
import { usePlaceHref } from "./use-place-href";

const shell: Shell = {
  terms: [],
  currentTerm: null,
  today: "2026-03-19",
  threshold: 10,
  seesStudents: true,
  programs: [],
  scope: "",
  released: false,
  userId: "u",
  likeRole: "viewer",
  mayViewAs: false,
  choosesScope: true,
  access: "",
  seesFigures: true,
  viewing: null,
};

/** Where a page at this address leads to. */
function hrefAt(address: string, released = false): string {
  const seen: string[] = [];
  const Probe = () => {
    const hrefOf = usePlaceHref();
    seen.push(hrefOf("students", "a/b"));
    return null;
  };
  const page = createElement(ShellProvider, { shell: { ...shell, released }, children: createElement(Probe) });
  const spoken = createElement(NextIntlClientProvider, { locale: "en", timeZone: "Asia/Seoul", messages: {}, children: page });
  renderToStaticMarkup(createElement(SearchParamsContext, { value: new URLSearchParams(address) }, spoken));
  return seen.join();
}

describe("addresses of other places", () => {
  it("stay in the past, and in what the page is narrowed to", () => {
    expect(hrefAt("asOf=2026-03-12T00:00:00Z&term=t&week=2026-W11&program=p")).toBe(
      "/students/a%2Fb?term=t&week=2026-W11&program=p&asOf=2026-03-12T00%3A00%3A00Z",
    );
  });

  it("take along nothing else, nor what is usual", () => {
    expect(hrefAt("")).toBe("/students/a%2Fb");
    expect(hrefAt("meeting=m&tab=x&compare=previous-year&asOf=yesterday")).toBe("/students/a%2Fb");
  });

  it("ask for no more than the reader is released", () => {
    expect(hrefAt("yearOfStudy=2&from=2026-03-11", true)).toBe("/students/a%2Fb?from=2026-03-09");
  });
});
