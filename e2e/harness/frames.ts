import type { Page } from "@playwright/test";
import { z } from "zod";

/** A frame of the live protocol as the browser got it: its name and its body. */
export type Frame = { name: string; body: unknown };

/** Everything that the page's socket receives from now on. Call before the page opens its socket. */
export function collectFrames(page: Page): Frame[] {
  const frames: Frame[] = [];
  page.on("websocket", (socket) => {
    socket.on("framereceived", ({ payload }) => {
      const text = String(payload);
      // Socket.IO: 42 is a message of an event, its arguments a JSON array.
      if (!text.startsWith("42")) return;
      const [name, body] = z
        .tuple([z.string()])
        .rest(z.unknown())
        .parse(JSON.parse(text.slice(2)));
      frames.push({ name, body });
    });
  });
  return frames;
}

export type JsonObject = Record<string, unknown>;

/** Every object inside a value, itself included. */
export function* objectsIn(value: unknown): Generator<JsonObject> {
  if (Array.isArray(value)) for (const item of value) yield* objectsIn(item);
  else if (typeof value === "object" && value !== null) {
    const object: JsonObject = { ...value };
    yield object;
    for (const item of Object.values(object)) yield* objectsIn(item);
  }
}
