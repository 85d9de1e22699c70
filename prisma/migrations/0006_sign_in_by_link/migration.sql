-- Whoever came by a one-time link may choose a password without knowing the one before.
ALTER TABLE app.session ADD COLUMN by_link boolean NOT NULL DEFAULT false;
