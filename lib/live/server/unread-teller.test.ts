import { setImmediate as settled } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { type UnreadPort, UnreadTeller } from "./unread-teller";

class Page {
  readonly told: number[] = [];
  constructor(readonly notifiedUser: string | null) {}
  tellUnread(count: number) {
    this.told.push(count);
  }
}

function setUp() {
  const asked: string[][] = [];
  let change: (user: string | null) => void = () => undefined;
  const port: UnreadPort = {
    count: async (users) => {
      asked.push([...users]);
      return new Map(users.map((user) => [user, user.length]));
    },
    onChange(listener) {
      change = listener;
      return () => undefined;
    },
  };
  return { teller: new UnreadTeller(port, () => undefined), asked, change: (user: string | null) => change(user) };
}

describe("telling pages how much their users have not read", () => {
  it("a page that is opened is told, and not the thousand that the same user has open", async () => {
    const { teller, asked } = setUp();
    const pages = Array.from({ length: 1_000 }, () => new Page("ana"));
    for (const page of pages) {
      teller.add(page);
      await settled();
    }
    expect(pages.every(({ told }) => told.length === 1)).toBe(true);
    expect(asked.length).toBeLessThanOrEqual(pages.length);
  });

  it("a change is told to every page of its user and to nobody else; after what may have been missed to all", async () => {
    const { teller, change } = setUp();
    const [one, two, other, view] = [new Page("ana"), new Page("ana"), new Page("bo"), new Page(null)];
    for (const page of [one, two, other, view]) teller.add(page);
    await settled();
    change("ana");
    await settled();
    expect([one, two, other, view].map(({ told }) => told.length)).toEqual([2, 2, 1, 0]);
    change(null);
    await settled();
    expect([one, two, other, view].map(({ told }) => told.length)).toEqual([3, 3, 2, 0]);
    change("nobody here");
    teller.remove(one);
    change("ana");
    await settled();
    expect([one, two].map(({ told }) => told.length)).toEqual([3, 4]);
  });
});
