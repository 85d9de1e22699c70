import { describe, expect, it } from "vitest";
import type { KpiAnswer } from "@/lib/kpis/answer";
import { BellwetherError } from "@/lib/platform/errors";
import { Limit } from "@/lib/platform/limit";
import { applyDelta } from "../fold";
import { answerAt } from "../testing/answers";
import { ManualTimers } from "../testing/manual-timers";
import { View } from "./view";
import type { ViewFrame, Watcher } from "./watcher";

class Reader implements Watcher {
  readonly frames: { at: number; frame: ViewFrame }[] = [];
  isReady = true;
  state: KpiAnswer | null = null;
  constructor(private readonly timers: ManualTimers) {}
  ready() {
    return this.isReady;
  }
  send(frame: ViewFrame) {
    this.frames.push({ at: this.timers.now(), frame });
    if (frame.kind === "snapshot") this.state = frame.answer;
    if (frame.kind === "delta" && this.state !== null && this.state.watermark.position === frame.from) {
      this.state = applyDelta(this.state, frame);
    }
  }
  get kinds() {
    return this.frames.map(({ frame }) => frame.kind);
  }
  get stream() {
    const found = this.frames.findLast(({ frame }) => frame.kind === "snapshot")?.frame;
    return found?.kind === "snapshot" ? found.stream : "";
  }
}

function setUp(groups = 0) {
  const timers = new ManualTimers();
  const truth = { position: 1, value: 1, computed: 0, fails: null as unknown, takes: 0 };
  const closed: string[] = [];
  const compute = async () => {
    truth.computed += 1;
    const answer = answerAt(truth.position, truth.value, groups);
    if (truth.takes > 0) await new Promise<void>((resolve) => timers.after(truth.takes, resolve));
    if (truth.fails !== null) throw truth.fails;
    return answer;
  };
  const families = { all: new Set(["attendance", "enrollment", "dimension"]), anywhere: new Set(["enrollment"]) };
  const place = { section: null as number | null };
  const view = new View(families, () => place.section, compute, {
    timers,
    limit: new Limit(4),
    onError: () => undefined,
    onClosed: () => closed.push("closed"),
  });
  const change = () => {
    truth.position += 1;
    truth.value += 1;
    view.touch();
  };
  return { timers, truth, view, place, change, closed, reader: () => new Reader(timers) };
}

describe("view", () => {
  it("of one section is concerned by what changed there, or beside all sections, and by nothing else", () => {
    const { view, place } = setUp();
    const step = (families: string[], anywhere: string[], inSections: string[], asked = [7]) =>
      view.isConcernedBy({
        families: new Set(families),
        places: { asked: new Set(asked), anywhere: new Set(anywhere), inSections: new Set(inSections) },
      });
    expect(step(["attendance"], [], [])).toBe(true); // whose section it is is not known yet
    place.section = 7;
    expect(step(["attendance"], [], ["attendance 7"])).toBe(true);
    expect(step(["attendance"], [], ["attendance 8"])).toBe(false);
    expect(step(["attendance"], ["attendance"], [])).toBe(true);
    expect(step(["dimension"], ["dimension"], [])).toBe(true);
    expect(step(["enrollment"], [], ["enrollment 8"])).toBe(true);
    expect(step(["grade"], ["grade"], ["grade 7"])).toBe(false);
    // It became known after the feed was asked.
    expect(step(["attendance"], [], [], [])).toBe(true);
    expect(view.isConcernedBy({ families: null, places: { asked: new Set([7]), anywhere: new Set(), inSections: new Set() } })).toBe(true);
  });

  it("computes once for all who watch, and sends at most four updates in any second", async () => {
    const { timers, truth, view, change, reader } = setUp();
    const readers = [reader(), reader(), reader()];
    for (const one of readers) view.join(one, null);
    await timers.advance(0);
    expect(truth.computed).toBe(1);
    truth.takes = 30;
    for (let elapsed = 0; elapsed < 5_000; elapsed += 20) {
      change();
      await timers.advance(20);
    }
    await timers.advance(1_000);
    for (const one of readers) {
      const times = one.frames.map(({ at }) => at);
      for (const begin of times) expect(times.filter((at) => at >= begin && at < begin + 1_000).length).toBeLessThanOrEqual(4);
      expect(times.length).toBeGreaterThan(12);
      expect(one.state?.value).toBe(truth.value);
    }
    expect(truth.computed).toBe(readers[0]?.frames.length);
  });

  it("EXACT-3: who comes back with a position gets one delta from there, and a snapshot where it is not known", async () => {
    const { timers, truth, view, change, reader } = setUp(3);
    const stays = reader();
    const leaves = reader();
    view.join(stays, null);
    const membership = view.join(leaves, null);
    await timers.advance(0);
    membership.leave();
    for (let n = 0; n < 5; n += 1) {
      change();
      await timers.advance(300);
    }
    view.join(leaves, { stream: leaves.stream, position: "1" });
    expect(leaves.kinds).toEqual(["snapshot", "delta"]);
    expect(leaves.state).toEqual(answerAt(truth.position, truth.value, 3));
    for (const resume of [
      { stream: "another process", position: "1" },
      { stream: stays.stream, position: "99" },
      { stream: stays.stream, position: "0" },
    ]) {
      const stranger = reader();
      view.join(stranger, resume);
      expect(stranger.kinds).toEqual(["snapshot"]);
    }
  });

  it("EXACT-3: figures that change at one position begin a new stream", async () => {
    const { timers, truth, view, reader } = setUp();
    const one = reader();
    view.join(one, null);
    await timers.advance(0);
    const { stream } = one;
    truth.value = 7;
    view.touch();
    await timers.advance(300);
    expect(one.kinds).toEqual(["snapshot", "snapshot"]);
    const returns = reader();
    view.join(returns, { stream, position: "1" });
    expect(returns.kinds).toEqual(["snapshot"]);
    expect(returns.state?.value).toBe(7);
  });

  it("a slow reader is spared what lies between and ends where the others are", async () => {
    const { timers, truth, view, change, reader } = setUp(4);
    const fast = reader();
    const slow = reader();
    view.join(fast, null);
    const membership = view.join(slow, null);
    await timers.advance(0);
    slow.isReady = false;
    for (let n = 0; n < 300; n += 1) {
      change();
      await timers.advance(300);
    }
    expect(slow.kinds).toEqual(["snapshot"]);
    slow.isReady = true;
    membership.catchUp();
    membership.catchUp();
    expect(slow.kinds).toEqual(["snapshot", "snapshot"]); // further behind than the deltas kept
    expect(slow.state).toEqual(fast.state);
    slow.isReady = false;
    for (let n = 0; n < 3; n += 1) {
      change();
      await timers.advance(300);
    }
    slow.isReady = true;
    membership.catchUp();
    expect(slow.kinds).toEqual(["snapshot", "snapshot", "delta"]);
    expect(slow.state?.value).toBe(truth.value);
  });

  it("keeps its watchers through what may pass, tells them, and tries again at growing pauses", async () => {
    const { timers, truth, view, change, reader } = setUp();
    const one = reader();
    view.join(one, null);
    await timers.advance(0);
    truth.fails = new Error("terminating connection due to administrator command");
    change();
    await timers.advance(60_000);
    expect(one.kinds).toEqual(["snapshot", "stale"]);
    expect(truth.computed).toBeLessThan(15);
    const newcomer = reader();
    view.join(newcomer, null);
    expect(newcomer.kinds).toEqual(["stale"]); // no figures that may be of another time
    truth.fails = null;
    await timers.advance(10_000);
    expect(one.kinds).toEqual(["snapshot", "stale", "delta"]);
    expect(newcomer.kinds).toEqual(["stale", "snapshot"]);
    expect(one.state?.value).toBe(truth.value);
  });

  it("tells of staleness even if the figures come back unchanged, and while one computation takes too long", async () => {
    const { timers, truth, view, reader } = setUp();
    const one = reader();
    view.join(one, null);
    await timers.advance(2_000);
    truth.takes = 15_000;
    view.touch();
    await timers.advance(11_000);
    expect(one.kinds).toEqual(["snapshot", "stale"]);
    await timers.advance(5_000);
    expect(one.kinds).toEqual(["snapshot", "stale", "delta"]);
  });

  it("SCOPE-1: closes for all its members on what repeating cannot mend, and sends nothing to who left", async () => {
    const { timers, truth, view, change, reader, closed } = setUp();
    const [stays, leaves] = [reader(), reader()];
    view.join(stays, null);
    const membership = view.join(leaves, null);
    await timers.advance(0);
    truth.takes = 50;
    change();
    await timers.advance(260); // under way
    expect(truth.computed).toBe(2);
    membership.leave();
    truth.fails = new BellwetherError("not-found", "There is nothing here by this id.", { field: "section" });
    await timers.advance(1_000);
    expect(stays.kinds).toEqual(["snapshot", "closed"]);
    expect(leaves.kinds).toEqual(["snapshot"]);
    expect(closed).toEqual(["closed"]);
    membership.catchUp();
    expect(leaves.kinds).toEqual(["snapshot"]);
  });

  it("gives a sign of life at least every five seconds without computing", async () => {
    const { timers, truth, view, reader } = setUp(2);
    const one = reader();
    view.join(one, null);
    for (let second = 0; second < 20; second += 1) {
      await timers.advance(1_000);
      view.beat({ position: "1", processedThrough: `2026-03-02T00:00:${10 + second}Z`, sources: [] });
    }
    expect(truth.computed).toBe(1);
    const deltas = one.frames.filter(({ frame }) => frame.kind === "delta");
    expect(deltas.length).toBe(4);
    expect(one.state?.watermark.processedThrough).toBe("2026-03-02T00:00:29Z");
    expect(one.state?.groups).toEqual(answerAt(1, 1, 2).groups);
    await timers.advance(1_000);
    view.beat({ position: "5", processedThrough: null, sources: [] });
    expect(one.state?.watermark.position).toBe("5"); // nothing up to there concerned it
  });

  it("FRESH-1: says at once that figures settle, and that they have settled", async () => {
    const { timers, truth, view, reader } = setUp();
    const one = reader();
    view.join(one, null);
    await timers.advance(1_000);
    const watermark = { position: "1", processedThrough: null, sources: [] };
    view.beat({ ...watermark, settling: true });
    expect(one.state?.watermark.settling).toBe(true);
    await timers.advance(1_000);
    view.beat(watermark);
    expect(one.state?.watermark.settling).toBeUndefined();
    expect(truth.computed).toBe(1);
  });

  it("shows nothing of before to who joins while a change is still to be computed", async () => {
    const { timers, truth, view, change, reader } = setUp();
    const membership = view.join(reader(), null);
    await timers.advance(1_000);
    membership.leave();
    change();
    await timers.advance(10_000);
    expect(truth.computed).toBe(1); // nobody watched
    const late = reader();
    view.join(late, null);
    expect(late.kinds).toEqual([]);
    await timers.advance(0);
    expect(late.state?.value).toBe(truth.value);
  });
});
