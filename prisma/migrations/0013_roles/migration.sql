-- Roles are data over a fixed set of permissions (lib/access/permissions.ts), so that an institution can define its own.
CREATE TABLE app.role (
  id text PRIMARY KEY,
  name text NOT NULL,
  name_ko text,
  home text NOT NULL,                  -- where its holders begin (lib/access/roles.ts)
  permissions text[] NOT NULL,
  built_in boolean NOT NULL DEFAULT false,
  created_at timestamptz(3) NOT NULL DEFAULT now()
);
INSERT INTO app.role (id, name, home, permissions, built_in) VALUES
  ('admin', 'admin', 'overview', '{students:see,people:name,people:contact,rolls:record,data:mend,access:manage,keys:manage,policies:manage,audit:read,view-as:use}', true),
  ('dean', 'dean', 'overview', '{students:see,people:name,rolls:record}', true),
  ('faculty', 'faculty', 'sections', '{students:see,people:name,rolls:record}', true),
  ('advisor', 'advisor', 'students', '{students:see,people:name,people:contact}', true),
  ('engineer', 'engineer', 'data', '{data:mend}', true),
  ('viewer', 'viewer', 'overview', '{}', true);
ALTER TABLE app.role_grant ADD FOREIGN KEY (role) REFERENCES app.role (id);

-- A role that changes changes whoever holds it: all is read anew.
CREATE FUNCTION app.notify_role_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('access_changed', '*');
  RETURN NULL;
END $$;
CREATE TRIGGER access_changed AFTER UPDATE OR DELETE ON app.role
  FOR EACH STATEMENT EXECUTE FUNCTION app.notify_role_changed();
