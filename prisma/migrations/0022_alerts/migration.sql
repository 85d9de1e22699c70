-- Alerts (docs/ALERTS.md): rules on KPIs, what they came to, whom it was told, and by which way.

CREATE TABLE app.alert_rule (
  id uuid PRIMARY KEY,
  owner uuid NOT NULL REFERENCES app."user" (id) ON DELETE CASCADE,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  watch jsonb NOT NULL,                -- lib/alerts/rules/rule-shape.ts
  channels jsonb NOT NULL,             -- by which ways it is told beside the bell
  version integer NOT NULL DEFAULT 1,  -- raised with each change: who edits an older one is told
  state text NOT NULL DEFAULT 'quiet' CHECK (state IN ('quiet', 'pending', 'firing', 'acknowledged')),
  standing jsonb NOT NULL,             -- what else the evaluator keeps (lib/alerts/rules/evaluate.ts)
  turn bigint NOT NULL DEFAULT 0,      -- raised with each write of the state: who read an older one writes nothing
  muted_until timestamptz(3),
  paused_at timestamptz(3),            -- by its owner
  held_since timestamptz(3),           -- by itself: what it watches is out of its owner's scope, or cannot be asked
  held_because text CHECK (held_because IN ('scope', 'question')),
  created_at timestamptz(3) NOT NULL,
  changed_at timestamptz(3) NOT NULL,
  removed_at timestamptz(3)
);
CREATE INDEX alert_rule_owner ON app.alert_rule (owner);

-- Grain: one row per turn of a rule that somebody may want to know of.
CREATE TABLE app.alert_event (
  id uuid PRIMARY KEY,
  rule uuid NOT NULL REFERENCES app.alert_rule (id) ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('fired', 'resolved', 'acknowledged', 'held', 'resumed')),
  at timestamptz(3) NOT NULL,
  muted boolean NOT NULL DEFAULT false,
  detail jsonb NOT NULL                -- the number and what it was held against; null where none was read
);
CREATE INDEX alert_event_rule ON app.alert_event (rule, at);

-- How somebody wants to be told.
CREATE TABLE app.notification_setting (
  user_id uuid PRIMARY KEY REFERENCES app."user" (id) ON DELETE CASCADE,
  locale text NOT NULL CHECK (locale IN ('en', 'ko')),
  timing jsonb NOT NULL                -- zone, quiet hours and digest (lib/alerts/notices/timing-shape.ts)
);

-- Grain: one row per thing that one user is told.
CREATE TABLE app.notification (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES app."user" (id) ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('alert.fired', 'alert.resolved', 'alert.held', 'report.failed', 'webhook.disabled')),
  subject text NOT NULL,               -- what it is about: alert:<rule>, report:<run>, webhook:<id>
  detail jsonb NOT NULL,               -- lib/alerts/notices/notification-shape.ts
  link text NOT NULL CHECK (link LIKE '/%' AND link NOT LIKE '//%'),
  eyes text,                           -- under which scope its figures were read; null: it holds none
  at timestamptz(3) NOT NULL,
  read_at timestamptz(3)
);
CREATE INDEX notification_user ON app.notification (user_id, at);
CREATE INDEX notification_unread ON app.notification (user_id) WHERE read_at IS NULL;

-- Where firings are posted to. The secret is sealed; it is shown once.
CREATE TABLE app.webhook (
  id uuid PRIMARY KEY,
  owner uuid NOT NULL REFERENCES app."user" (id) ON DELETE CASCADE,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  url text NOT NULL,
  secret bytea NOT NULL,
  created_at timestamptz(3) NOT NULL,
  failing_since timestamptz(3),        -- the first failure after the last success
  last_answer text,
  disabled_at timestamptz(3),
  removed_at timestamptz(3)
);
CREATE INDEX webhook_owner ON app.webhook (owner);

-- Grain: one row per notification and way that is not the bell.
CREATE TABLE app.notification_delivery (
  id uuid PRIMARY KEY,
  notification uuid NOT NULL REFERENCES app.notification (id) ON DELETE CASCADE,
  channel text NOT NULL CHECK (channel IN ('email', 'webhook')),
  webhook uuid REFERENCES app.webhook (id) ON DELETE CASCADE,
  state text NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'withheld')),
  attempts integer NOT NULL DEFAULT 0,
  next_try_at timestamptz(3) NOT NULL, -- not before quiet hours are over, and with the digest that it goes in
  lease_until timestamptz(3),
  lease integer NOT NULL DEFAULT 0,    -- raised with each claim: who lost it writes nothing more
  mail uuid,                           -- the mail that it went into first: whatever is tried again is that mail
  detail text,                         -- what the other side said, or why it was withheld
  sent_at timestamptz(3),
  CHECK ((channel = 'webhook') = (webhook IS NOT NULL))
);
CREATE UNIQUE INDEX notification_delivery_once ON app.notification_delivery (notification, channel, webhook) NULLS NOT DISTINCT;
CREATE INDEX notification_delivery_open ON app.notification_delivery (next_try_at) WHERE state IN ('waiting', 'sending');

-- Open pages hear of what is new for their user, those who evaluate of rules that changed, those who deliver of what there is to do.
CREATE FUNCTION app.tell_notified() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('notified', coalesce(NEW.user_id, OLD.user_id)::text);
  RETURN NULL;
END $$;
CREATE TRIGGER tell AFTER INSERT OR UPDATE OF read_at OR DELETE ON app.notification FOR EACH ROW EXECUTE FUNCTION app.tell_notified();

CREATE FUNCTION app.tell_alert_rule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('alert_rule_changed', coalesce(NEW.id, OLD.id)::text);
  RETURN NULL;
END $$;
CREATE TRIGGER tell AFTER INSERT OR UPDATE OF version, turn, paused_at, removed_at OR DELETE ON app.alert_rule
  FOR EACH ROW EXECUTE FUNCTION app.tell_alert_rule();

CREATE FUNCTION app.tell_delivery() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('notification_delivery', '');
  RETURN NULL;
END $$;
CREATE TRIGGER tell AFTER INSERT ON app.notification_delivery FOR EACH STATEMENT EXECUTE FUNCTION app.tell_delivery();
