-- Of which times of a question all places were released together (ADR 27). A part that came later than its sum would tell, by
-- subtraction, of the few who changed in between.
CREATE TABLE app.release_ground (
  question text NOT NULL,
  time text NOT NULL,                  -- 'term', or the Monday of a week
  places text NOT NULL,                -- hash of the places that there were
  PRIMARY KEY (question, time)
);
