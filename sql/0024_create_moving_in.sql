-- What was taken over from an older database, so that taking over goes on where it was and takes nothing twice.

CREATE TABLE moved_tables (
  source     text        PRIMARY KEY,
  origin     text        NOT NULL,
  cursor     text[],
  since      timestamptz,
  started_at timestamptz NOT NULL,
  passed_at  timestamptz,
  ended_at   timestamptz,
  seen       bigint      NOT NULL DEFAULT 0,
  moved      bigint      NOT NULL DEFAULT 0,
  latest_at  timestamptz
);
COMMENT ON TABLE moved_tables IS 'One row: how far a table of an older database was taken over. cursor: the key of the last row read, in its text form; since: only what happened from then on is read, null = everything; started_at and passed_at: when the pass under way, and the last whole one, began, by the old server''s clock; ended_at null: a pass is under way; seen, moved: rows of the pass; latest_at: the latest instant that was taken over.';

CREATE TABLE moved_guilds (
  guild_id bigint      PRIMARY KEY,
  moved_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE moved_guilds IS 'One row: a guild of which something was taken over from an older database.';

CREATE TABLE moved_xp (
  guild_id bigint NOT NULL,
  user_id  bigint NOT NULL,
  xp       bigint NOT NULL,
  PRIMARY KEY (guild_id, user_id)
);
COMMENT ON TABLE moved_xp IS 'One row: how much of a member''s XP came from an older database. What has changed there since is added to user_xp, or taken away.';
