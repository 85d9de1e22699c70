import { describe, expect, it } from "vitest";
import { inOwnWord, saidTogether } from "@/lib/platform/mail/own-words";
import { mailText } from "../delivery/mail-text";
import type { AlertDetail } from "../notices/notification-shape";
import type { Condition } from "../rules/rule-shape";
import { watchOf } from "../testing/watches";
import { noticeInWords } from "./notice-in-words";
import { reasonInWords } from "./rule-in-words";
import { saidIn } from "./said-in";

const conditions: [Condition, string, string][] = [
  [{ when: "below", value: 0.75 }, "is below 75.0%", "75.0% 미만"],
  [{ when: "above", value: 0.05 }, "is above 5.0%", "5.0% 초과"],
  [
    { when: "fell", by: 0.03, against: "previous-year" },
    "fell by more than 3.0 percentage points against the previous year",
    "전년도 대비 3.0%p 넘게 하락",
  ],
  [
    { when: "off-normal", by: 0.01, side: "below" },
    "is for sure more than 1.0 percentage points below its own normal of the weeks before",
    "평소 수준(이전 몇 주)보다 1.0%p 넘게 확실히 낮음",
  ],
];
const detail: AlertDetail = {
  rule: { id: "00000000-0000-4000-8000-000000000001", name: "Low <attendance>" },
  watch: watchOf({ minimumN: 30, minimumMinutes: 90, over: "week", condition: { when: "below", value: 0.75 } }),
  place: { en: "Engineering", ko: "공과대학" },
  program: null,
  figure: { value: 0.712, reference: null, n: 1_812, nExact: true, unit: "ratio", source: null },
};

describe("an alert in words", () => {
  it.each(conditions)("%j", (condition, en, ko) => {
    expect(reasonInWords(watchOf({ over: "week", condition }), "en")).toBe(`Attendance rate this week ${en}`);
    expect(reasonInWords(watchOf({ over: "week", condition }), "ko")).toBe(`출석률(이번 주) ${ko}`);
  });

  it("says the number, its scope and its reason", () => {
    expect(noticeInWords({ kind: "alert.fired", detail }, "en", saidIn("en"))).toEqual({
      title: "Low <attendance>: Attendance rate 71.2% (1,812 students)",
      lines: ["Engineering", "Attendance rate this week is below 75.0%, for at least 90 minutes, with at least 30 students"],
    });
    expect(noticeInWords({ kind: "alert.resolved", detail }, "ko", saidIn("ko"))).toEqual({
      title: "해소: Low <attendance>: 출석률 71.2% (학생 1,812명)",
      lines: ["공과대학", "출석률(이번 주) 75.0% 미만, 90분 이상 지속, 학생 30명 이상"],
    });
  });

  it("says of how many students at the least where that alone is known", () => {
    const least = { ...detail, figure: detail.figure && { ...detail.figure, n: 42, nExact: false } };
    expect(noticeInWords({ kind: "alert.fired", detail: least }, "en", saidIn("en")).title).toBe(
      "Low <attendance>: Attendance rate 71.2% (at least 42 students)",
    );
    expect(noticeInWords({ kind: "alert.fired", detail: least }, "ko", saidIn("ko")).title).toBe(
      "Low <attendance>: 출석률 71.2% (학생 42명 이상)",
    );
  });

  it("says in the reader's language what we say of a delivery, and as it was said what a server did", () => {
    const told = (problem: string, locale: "en" | "ko") =>
      noticeInWords({ kind: "report.failed", detail: { name: "Weekly", problem } }, locale, saidIn(locale)).lines;
    const both = saidTogether(["550 5.1.1 User unknown", inOwnWord("no-server"), inOwnWord("folder-closed", "ENOSPC, write")]);
    expect(told(both, "en")).toEqual([
      "550 5.1.1 User unknown No mail server is set (SMTP_URL). The folder (BELLWETHER_REPORT_FOLDER) cannot be written: ENOSPC, write.",
    ]);
    expect(told(both, "ko")).toEqual([
      "550 5.1.1 User unknown 메일 서버(SMTP_URL)가 설정되지 않았습니다. 폴더(BELLWETHER_REPORT_FOLDER)에 쓸 수 없습니다: ENOSPC, write",
    ]);
    // What was kept before there were codes, and a server that speaks as we do of what we do not know.
    for (const kept of ["In the archive.", "bellwether:nothing of ours"]) expect(told(kept, "ko")).toEqual([kept]);
  });

  it("SCOPE-1: says nothing of a figure that its reader may not see any more", () => {
    const said = JSON.stringify(noticeInWords({ kind: "alert.fired", detail }, "en", saidIn("en"), true));
    for (const secret of ["71.2", "1,812", "Engineering"]) expect(said).not.toContain(secret);
  });

  it("is a mail of one or of several, in text and HTML that nobody can write into", () => {
    const item = {
      words: noticeInWords({ kind: "alert.fired", detail }, "en", saidIn("en")),
      link: "https://example.org/overview?a=1&b=2",
    };
    const one = mailText([item], "en", "https://example.org/alerts");
    expect(one.subject).toBe("Low <attendance>: Attendance rate 71.2% (1,812 students)");
    expect(one.text).toContain("https://example.org/overview?a=1&b=2");
    expect(one.html).not.toContain("<attendance>");
    expect(mailText([item, item], "ko", "https://example.org/alerts").subject).toBe("알림 2건");
    expect(mailText([{ ...item, words: { title: "a\r\nBcc: b", lines: [] } }], "en", "").subject).toBe("a Bcc: b");
  });
});
