-- What somebody enters on a screen becomes events whose ids begin with the entry's, so that the log names no person
-- and a screen can still say who it was (PII-1). The client makes the id: sent again it is the same entry.
CREATE TABLE app.entry (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL,
  kind text NOT NULL,                  -- roll, meeting, contact
  subject text NOT NULL,               -- the meeting's, section's or student's id, the latter as a pseudonym
  at timestamptz(3) NOT NULL,
  recorded_at timestamptz(3) NOT NULL, -- of its events: later than what they correct, whatever clock that was by
  digest bytea NOT NULL,               -- of what was entered: the same id with other content is refused
  seen jsonb NOT NULL DEFAULT '{}'     -- marks of other systems that a roll corrects, by pseudonym
);

-- The history of a roll's rows is read from the log. Events of other sources, which are many, are not indexed.
CREATE INDEX event_entered_roll ON log.event ((data->>'meeting'))
  WHERE source = 'urn:bellwether:entries' AND type = 'attendance.recorded';

-- What a reader saw of a list when they last looked at it, and at the end of the visit before: what is new to them is
-- told against the latter. By pseudonym, and shown to nobody else.
CREATE TABLE app.look (
  user_id uuid NOT NULL REFERENCES app."user" (id) ON DELETE CASCADE,
  about text NOT NULL,
  at timestamptz(3) NOT NULL,
  seen jsonb NOT NULL,
  before_at timestamptz(3),
  before_seen jsonb,
  PRIMARY KEY (user_id, about)
);
