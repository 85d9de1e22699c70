-- What a key may send, on average; null: the default of lib/ingest/rate-limit.ts.
ALTER TABLE app.api_key ADD COLUMN events_per_second integer CHECK (events_per_second > 0);
DROP TRIGGER access_changed ON app.api_key;
CREATE TRIGGER access_changed AFTER UPDATE OF can, scope, expires_at, revoked_at, events_per_second OR DELETE ON app.api_key
  FOR EACH ROW EXECUTE FUNCTION app.notify_access_changed();
