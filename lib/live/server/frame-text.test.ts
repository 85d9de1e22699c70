import { Decoder, PacketType } from "socket.io-parser";
import { describe, expect, it } from "vitest";
import { type FigureFrame, frameText } from "./frame-text";

const watermark = { position: "7", processedThrough: null, sources: [] };
const head = {
  kpi: "attendance-rate" as const,
  value: 0.5,
  suppressed: false,
  unit: "ratio" as const,
  policyVersion: 1,
  term: null,
  watermark,
};
const frames: FigureFrame[] = [
  { kind: "snapshot", stream: "s", position: "7", answer: head },
  {
    kind: "delta",
    from: "6",
    to: "7",
    head,
    put: [{ key: 'a "quoted" key ,]', label: "미적분", value: null, suppressed: true }],
    order: [],
  },
];

describe("a frame as it goes over the wire", () => {
  it.each(frames)("is what Socket.IO would have written: $kind", (frame) => {
    const id = 'v1 "]';
    const decoder = new Decoder();
    const heard: unknown[] = [];
    decoder.on("decoded", (packet: unknown) => heard.push(packet));
    decoder.add(frameText(id, frame));
    const { kind, ...body } = frame;
    expect(heard).toEqual([{ type: PacketType.EVENT, nsp: "/", data: [kind, JSON.parse(JSON.stringify({ id, ...body }))] }]);
  });
});
