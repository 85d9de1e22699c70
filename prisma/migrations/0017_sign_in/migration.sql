-- Sign-in: sessions that their user can tell apart, identities of a provider, roles by its claims, second factors.

ALTER TABLE app.session
  ADD COLUMN how text NOT NULL DEFAULT 'password',  -- password, link, oidc, demo
  ADD COLUMN second_factor text,                    -- totp, recovery, provider; null: none was given
  ADD COLUMN last_seen_at timestamptz(3) NOT NULL DEFAULT now(),
  ADD COLUMN user_agent text,
  ADD COLUMN address text,
  ADD COLUMN provider_session text;                 -- the provider's sid, by which it may end this one

-- That a session was used changes nobody's access.
DROP TRIGGER access_changed ON app.session;
CREATE TRIGGER access_changed AFTER UPDATE OF user_id, expires_at, revoked_at, second_factor OR DELETE ON app.session
  FOR EACH ROW EXECUTE FUNCTION app.notify_access_changed();

-- Idle time and the roles that need a second factor concern every open session.
CREATE TRIGGER access_changed AFTER INSERT OR UPDATE OR DELETE ON app.setting
  FOR EACH STATEMENT EXECUTE FUNCTION app.notify_role_changed();

-- Whom a provider means: its issuer and the subject there, which it never gives to another.
CREATE TABLE app.user_identity (
  issuer text NOT NULL,
  subject text NOT NULL,
  user_id uuid NOT NULL REFERENCES app."user" (id) ON DELETE CASCADE,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  last_used_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (issuer, subject)
);
CREATE INDEX user_identity_user ON app.user_identity (user_id);

-- Which role follows from which claim (lib/access/oidc/claim-mapping.ts).
CREATE TABLE app.claim_mapping (
  id uuid PRIMARY KEY,
  claim text NOT NULL,
  value text,                          -- null: whatever it says
  role text NOT NULL REFERENCES app.role (id),
  scope jsonb NOT NULL,                -- may name claims, whose values stand in their place
  created_at timestamptz(3) NOT NULL DEFAULT now()
);
ALTER TABLE app.role_grant ADD COLUMN origin text NOT NULL DEFAULT 'hand';  -- hand, claim

CREATE TABLE app.second_factor (
  user_id uuid PRIMARY KEY REFERENCES app."user" (id) ON DELETE CASCADE,
  sealed_secret bytea NOT NULL,        -- under the vault's key, with the user's id
  confirmed_at timestamptz(3),         -- null: being set up
  last_step bigint NOT NULL DEFAULT 0, -- the time step of the last code taken: none of it or before is taken again
  created_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE TABLE app.recovery_code (
  user_id uuid NOT NULL REFERENCES app."user" (id) ON DELETE CASCADE,
  code_hash bytea NOT NULL,            -- keyed
  used_at timestamptz(3),
  PRIMARY KEY (user_id, code_hash)
);

-- The first factor was right and the second is awaited. No session yet.
CREATE TABLE app.sign_in_step (
  token_hash bytea PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES app."user" (id) ON DELETE CASCADE,
  begun jsonb NOT NULL,                -- how the session is to begin
  tries integer NOT NULL DEFAULT 0,
  expires_at timestamptz(3) NOT NULL
);
