-- What managers write to days of their guild, to be read beside its charts.

CREATE TABLE date_notes (
  guild_id bigint NOT NULL,
  note_id  bigint NOT NULL,
  date     date   NOT NULL,
  text     text   NOT NULL CHECK (char_length(text) BETWEEN 1 AND 120),
  PRIMARY KEY (guild_id, note_id)
);
COMMENT ON TABLE date_notes IS 'One row: what somebody who manages a guild wrote to one of its local days. note_id is the audit entry with which it was added, which alone says who that was.';
