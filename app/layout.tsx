import type { Metadata } from "next";
import { headers } from "next/headers";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getMessages } from "next-intl/server";
import { ThemeProvider } from "next-themes";
import type { ReactNode } from "react";
import "./globals.css";
import { sharedMessages } from "@/components/shell/message-parts";
import { nonceHeader } from "@/lib/platform/security-headers";

export const metadata: Metadata = { title: { default: "Bellwether", template: "%s · Bellwether" }, icons: { icon: "/icon.svg" } };
export const dynamic = "force-dynamic";

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get(nonceHeader) ?? "";
  return (
    <html lang={await getLocale()} suppressHydrationWarning>
      <body>
        <ThemeProvider attribute="class" defaultTheme="system" nonce={nonce}>
          <NextIntlClientProvider messages={sharedMessages(await getMessages())}>{children}</NextIntlClientProvider>
        </ThemeProvider>
      </body>
    </html>
  );
}
