-- What people did by hand in a guild, and what is needed to take it back.

CREATE TABLE audit_entries (
  guild_id    bigint      NOT NULL,
  entry_id    bigint      NOT NULL,
  at          timestamptz NOT NULL,
  kind        smallint    NOT NULL,
  actor_id    bigint      NOT NULL,
  actor_name  text        NOT NULL,
  source      smallint    NOT NULL CHECK (source IN (0, 1, 2)),
  subject_id  bigint      NOT NULL,
  before      jsonb,
  after       jsonb,
  undoes_id   bigint,
  request_key text,
  PRIMARY KEY (guild_id, entry_id)
);
CREATE UNIQUE INDEX idx_audit_entries_undoes ON audit_entries (guild_id, undoes_id) WHERE undoes_id IS NOT NULL;
CREATE UNIQUE INDEX idx_audit_entries_request ON audit_entries (guild_id, request_key) WHERE request_key IS NOT NULL;
CREATE INDEX idx_audit_entries_subject ON audit_entries (guild_id, subject_id, entry_id) WHERE subject_id <> 0;
COMMENT ON TABLE audit_entries IS 'One row: something that somebody did by hand in a guild, written with its effects. subject_id 0 = nobody in particular; undoes_id: the entry that this one takes back; request_key: the request that it came with, so that the same one twice is one entry. source: 0 command, 1 dashboard, 2 system.';

ALTER TABLE xp_rules ADD COLUMN version integer NOT NULL DEFAULT 1;
COMMENT ON COLUMN xp_rules.version IS 'How often a guild''s rules were changed. Whoever saves names the version that they saw.';

CREATE TABLE xp_snapshots (
  guild_id    bigint NOT NULL,
  snapshot_id bigint NOT NULL,
  user_id     bigint NOT NULL,
  xp          bigint NOT NULL,
  PRIMARY KEY (guild_id, snapshot_id, user_id)
);
COMMENT ON TABLE xp_snapshots IS 'One row: the XP that a member had when everybody''s was reset. snapshot_id is the audit entry of the reset. Kept for 30 days.';
