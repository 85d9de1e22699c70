import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import { type MessagePart, messagesOf } from "./message-parts";
import { MoreMessages } from "./more-messages";

/** Sends the browser those messages that only this part of the product shows there. */
export async function PageMessages({ of, children }: { of: readonly MessagePart[]; children: ReactNode }) {
  return <MoreMessages messages={messagesOf(await getMessages(), of)}>{children}</MoreMessages>;
}
