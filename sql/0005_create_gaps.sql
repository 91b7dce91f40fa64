-- Times at which nobody listened to a guild, and how far they were caught up with afterwards. The duty to catch up is
-- written with the snapshot that ended the silence, so that no death can forget it.

CREATE TABLE guild_snapshots (
  guild_id   bigint      PRIMARY KEY,
  session_id text        NOT NULL,
  taken_at   timestamptz NOT NULL
);
COMMENT ON TABLE guild_snapshots IS 'One row: the last GUILD_CREATE applied to a guild, and the gateway session it came in. A later one of the same session ends no gap.';

CREATE TABLE gaps (
  guild_id          bigint      NOT NULL,
  gap_id            bigint      NOT NULL,
  from_at           timestamptz NOT NULL,
  until_at          timestamptz NOT NULL,
  after_message_id  bigint      NOT NULL,
  state             smallint    NOT NULL CHECK (state IN (0, 1, 2)),
  shortfall         smallint    NOT NULL,
  examined_messages integer     NOT NULL,
  found_messages    integer     NOT NULL,
  closed_at         timestamptz,
  PRIMARY KEY (guild_id, gap_id),
  CHECK (from_at < until_at)
);
CREATE INDEX idx_gaps_open ON gaps (until_at) WHERE state = 0;
COMMENT ON TABLE gaps IS 'One row: nobody listened to a guild between two instants. gap_id is until_at in Unix ms. state 0 open, 1 messages filled, 2 partial. shortfall, bits: 1 no access, 2 channel deleted, 4 over budget, 8 nothing readable, 16 bot was not a member.';

CREATE TABLE gap_channels (
  guild_id        bigint   NOT NULL,
  gap_id          bigint   NOT NULL,
  channel_id      bigint   NOT NULL,
  cursor          bigint   NOT NULL,
  state           smallint NOT NULL CHECK (state BETWEEN 0 AND 5),
  last_message_id bigint   NOT NULL,
  PRIMARY KEY (guild_id, gap_id, channel_id),
  FOREIGN KEY (guild_id, gap_id) REFERENCES gaps ON DELETE CASCADE
);
COMMENT ON TABLE gap_channels IS 'One row: a channel in which messages of a gap are looked for. cursor: the last message id examined, never moves back. state 0 open, 1 filled, 2 no access, 3 deleted, 4 over budget, 5 nothing readable. last_message_id as the snapshot told, 0 = not told.';
