import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { beginning, dueAt, evaluate, type Input, type Limits, type Standing } from "./evaluate";
import { ruleEvents, ruleStates, ruleTable, type Transition, transitionOf } from "./states";

/** All that a stream of inputs comes to. */
function run(inputs: readonly Input[], limits: Limits, from: Standing = beginning) {
  const transitions: Transition[] = [];
  let standing = from;
  for (const input of inputs) {
    const turn = evaluate(standing, limits, input);
    standing = turn.standing;
    if (turn.transition !== null) transitions.push(turn.transition);
  }
  return { standing, transitions };
}

const reading = (position: number, excess: number | null, at = position * 1_000): Input => ({
  kind: "reading",
  position: String(position),
  at,
  excess,
});
const stream = (values: readonly (number | null)[]) => values.map((excess, index) => reading(index + 1, excess));
const excess = fc.double({ min: -1, max: 1, noNaN: true });
const perhaps = fc.option(excess, { nil: null, freq: 5 });
const limits = fc.record({ band: fc.double({ min: 0, max: 0.5, noNaN: true }), minimum: fc.integer({ min: 0, max: 10_000 }) });
const count = (transitions: readonly Transition[], one: Transition) => transitions.filter((other) => other === one).length;

describe("a rule's states", () => {
  it("every event in every state leads to a state, and only what had held fires", () => {
    for (const state of ruleStates)
      for (const event of ruleEvents) {
        const after = ruleTable[state][event];
        expect(ruleStates).toContain(after);
        if (transitionOf(state, after) === "fired") expect([state, event]).toEqual(["pending", "due"]);
        if (transitionOf(state, after) === "resolved") expect(event).toBe("back");
      }
  });

  it("ALERT-1: noise within the band never flaps", () => {
    fc.assert(
      fc.property(fc.array(excess, { maxLength: 60 }), (noise) => {
        // About the line, never further on its good side than the band.
        const values = noise.map((one) => Math.max(one, -0.999) * 0.02);
        const { transitions } = run(stream(values), { band: 0.02, minimum: 0 });
        expect(transitions.length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("ALERT-1: at most one firing per excursion: between two the figure came back past the band", () => {
    fc.assert(
      fc.property(fc.array(perhaps, { maxLength: 80 }), limits, (values, given) => {
        let standing = beginning;
        let armed = true;
        for (const [index, value] of values.entries()) {
          if (value !== null && value <= -given.band) armed = true;
          const turn = evaluate(standing, given, reading(index + 1, value));
          standing = turn.standing;
          if (turn.transition !== "fired") continue;
          expect(armed).toBe(true);
          armed = false;
        }
        const { transitions } = run(stream(values), given);
        const [fired, resolved] = [count(transitions, "fired"), count(transitions, "resolved")];
        expect(fired - resolved === 0 || fired - resolved === 1).toBe(true);
      }),
    );
  });

  it("ALERT-1: what is hidden, unknown or of too few never fires", () => {
    fc.assert(
      fc.property(fc.array(perhaps, { maxLength: 60 }), limits, (values, given) => {
        let standing = beginning;
        for (const [index, value] of values.entries()) {
          const turn = evaluate(standing, given, reading(index + 1, value));
          if (value === null) expect(turn.transition).toBeNull();
          standing = turn.standing;
        }
        expect(run(stream(values.map(() => null)), given).transitions).toEqual([]);
      }),
    );
  });

  it("ALERT-1: readings that come late or again change nothing", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(perhaps, fc.nat(6), fc.boolean()), { maxLength: 40 }), limits, (steps, given) => {
        const clean = stream(steps.map(([value]) => value));
        const disturbed = clean.flatMap((input, index) => {
          const [, back, again] = steps[index] ?? [null, 0, false];
          // An earlier one that was under way for long, and this one once more.
          const late = clean[index - 1 - back];
          return [input, ...(late === undefined || back === 0 ? [] : [late]), ...(again ? [input] : [])];
        });
        expect(run(disturbed, given)).toEqual(run(clean, given));
      }),
    );
  });

  it("ALERT-1: it fires no sooner than the minimum time after the condition came true, without a break", () => {
    fc.assert(
      fc.property(fc.array(perhaps, { maxLength: 60 }), limits, (values, given) => {
        let standing = beginning;
        let since: number | null = null;
        for (const [index, value] of values.entries()) {
          const at = (index + 1) * 1_000;
          since = value !== null && value > 0 ? (since ?? at) : null;
          const turn = evaluate(standing, given, reading(index + 1, value));
          standing = turn.standing;
          if (turn.transition === "fired") expect(at - (since ?? Number.POSITIVE_INFINITY)).toBeGreaterThanOrEqual(given.minimum);
        }
      }),
    );
  });

  it("fires by the time alone where nothing more comes, and not before", () => {
    const given = { band: 0, minimum: 60_000 };
    const { standing } = run([reading(1, 0.1)], given);
    expect(dueAt(standing, given)).toBe(61_000);
    expect(run([{ kind: "time", at: 60_999 }], given, standing).transitions).toEqual([]);
    const fired = run(
      [
        { kind: "time", at: 61_000 },
        { kind: "time", at: 99_000 },
      ],
      given,
      standing,
    );
    expect(fired.transitions).toEqual(["fired"]);
    expect(fired.standing.state).toBe("firing");
  });

  it("an acknowledged one stays so until it is over, and then can fire again", () => {
    const given = { band: 0.05, minimum: 0 };
    const inputs: Input[] = [
      reading(1, 0.1),
      { kind: "acknowledge" },
      reading(2, 0.2),
      reading(3, -0.01),
      reading(4, -0.06),
      reading(5, 0.1),
    ];
    expect(run(inputs, given).transitions).toEqual(["fired", "acknowledged", "resolved", "fired"]);
  });
});
