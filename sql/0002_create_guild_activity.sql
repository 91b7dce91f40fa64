-- What Community Intelligence knows of guilds. Discord ids are bigint, times timestamptz in UTC.
-- Dates and hours are the guild's local ones: hour_at is the instant at which the local hour begins.

CREATE TABLE guilds (
  guild_id         bigint      PRIMARY KEY,
  name             text        NOT NULL,
  icon             text,
  owner_id         bigint      NOT NULL,
  preferred_locale text        NOT NULL,
  member_count     integer     NOT NULL,
  bot_present      boolean     NOT NULL,
  time_zone        text        NOT NULL,
  first_date       date,
  updated_at       timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE guilds IS 'One row: a guild the bot is or was in, as last seen. time_zone is an IANA id, first_date the first local date with any activity.';

CREATE TABLE guild_watermarks (
  guild_id        bigint      PRIMARY KEY,
  epoch           bigint      NOT NULL,
  session_id      text        NOT NULL DEFAULT '',
  sequence        bigint      NOT NULL DEFAULT 0,
  last_message_id bigint      NOT NULL DEFAULT 0,
  last_event_at   timestamptz NOT NULL DEFAULT 'epoch'
) WITH (fillfactor = 50);
COMMENT ON TABLE guild_watermarks IS 'One row: the last gateway event applied to a guild, and the epoch of the activation that may write. Written in the transaction of the effects.';

CREATE TABLE channels (
  guild_id   bigint  NOT NULL,
  channel_id bigint  NOT NULL,
  type       integer NOT NULL,
  name       text,
  parent_id  bigint,
  is_deleted boolean NOT NULL,
  PRIMARY KEY (guild_id, channel_id)
);
COMMENT ON TABLE channels IS 'One row: a channel or thread of a guild as last seen. name is null when the bot never saw it.';

CREATE TABLE members (
  guild_id  bigint  NOT NULL,
  user_id   bigint  NOT NULL,
  name      text,
  avatar    text,
  is_bot    boolean NOT NULL,
  joined_at timestamptz,
  has_left  boolean NOT NULL,
  PRIMARY KEY (guild_id, user_id)
);
COMMENT ON TABLE members IS 'One row: a member''s name and avatar as last seen in a guild, and whether they left.';

CREATE TABLE user_xp (
  guild_id      bigint NOT NULL,
  user_id       bigint NOT NULL,
  xp            bigint NOT NULL,
  messages      bigint NOT NULL,
  voice_seconds bigint NOT NULL,
  last_xp_at    timestamptz,
  PRIMARY KEY (guild_id, user_id)
) WITH (fillfactor = 70);
CREATE INDEX idx_user_xp_guild ON user_xp (guild_id, xp DESC);
COMMENT ON TABLE user_xp IS 'One row: what a person earned in a guild in all. last_xp_at is the time of the last message that earned XP (cooldown).';

CREATE TABLE messages (
  guild_id   bigint      NOT NULL,
  message_id bigint      NOT NULL,
  channel_id bigint      NOT NULL,
  author_id  bigint      NOT NULL,
  created_at timestamptz NOT NULL,
  from_bot   boolean     NOT NULL
) PARTITION BY RANGE (created_at);
CREATE INDEX idx_messages_guild_created ON messages (guild_id, created_at);
COMMENT ON TABLE messages IS 'One row: a message was written. No text. created_at is the time in the message id; one partition a month.';

CREATE TABLE voice_sessions (
  guild_id     bigint      NOT NULL,
  user_id      bigint      NOT NULL,
  started_at   timestamptz NOT NULL,
  channel_id   bigint      NOT NULL,
  ended_at     timestamptz,
  is_estimated boolean     NOT NULL,
  PRIMARY KEY (guild_id, user_id, started_at)
);
CREATE INDEX idx_voice_sessions_guild ON voice_sessions (guild_id, started_at);
CREATE INDEX idx_voice_sessions_open ON voice_sessions (guild_id) WHERE ended_at IS NULL;
COMMENT ON TABLE voice_sessions IS 'One row: one stay of a person in a voice channel; ended_at null = still there. is_estimated: begin or end was not observed.';

CREATE TABLE activity_hourly (
  guild_id      bigint      NOT NULL,
  hour_at       timestamptz NOT NULL,
  channel_id    bigint      NOT NULL,
  date          date        NOT NULL,
  messages      integer     NOT NULL,
  bot_messages  integer     NOT NULL,
  voice_seconds bigint      NOT NULL,
  joins         integer     NOT NULL,
  leaves        integer     NOT NULL,
  PRIMARY KEY (guild_id, hour_at, channel_id)
) WITH (fillfactor = 70);
COMMENT ON TABLE activity_hourly IS 'One row: counters of one channel in one local hour of its guild; channel_id 0 holds joins and leaves. People only, bot_messages apart.';

CREATE TABLE member_activity_daily (
  guild_id      bigint  NOT NULL,
  date          date    NOT NULL,
  user_id       bigint  NOT NULL,
  messages      integer NOT NULL,
  voice_seconds bigint  NOT NULL,
  became_author boolean NOT NULL,
  PRIMARY KEY (guild_id, date, user_id)
) WITH (fillfactor = 70);
COMMENT ON TABLE member_activity_daily IS 'One row: a person wrote or was in voice on a local day of a guild. became_author: the last write was their first message of the day.';

CREATE TABLE guild_stats_daily (
  guild_id          bigint  NOT NULL,
  date              date    NOT NULL,
  message_count     bigint  NOT NULL,
  bot_message_count bigint  NOT NULL,
  author_count      integer NOT NULL,
  active_members    integer NOT NULL,
  voice_seconds     bigint  NOT NULL,
  joins             integer NOT NULL,
  leaves            integer NOT NULL,
  PRIMARY KEY (guild_id, date)
) WITH (fillfactor = 50);
COMMENT ON TABLE guild_stats_daily IS 'One row: a local day of a guild, kept up to date by every commit. author_count: distinct people who wrote; active_members: who wrote or were in voice.';

-- Raises SQLSTATE CI001 when any guild is no longer ours: the whole transaction falls, nothing stale is written.
CREATE FUNCTION advance_watermarks(
  guild_ids bigint[], epochs bigint[], session_ids text[], sequences bigint[], last_message_ids bigint[], last_event_ats timestamptz[])
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  advanced bigint;
BEGIN
  UPDATE guild_watermarks w
  SET session_id = v.session_id, sequence = v.sequence, last_message_id = v.last_message_id, last_event_at = v.last_event_at
  FROM unnest(guild_ids, epochs, session_ids, sequences, last_message_ids, last_event_ats)
    AS v (guild_id, epoch, session_id, sequence, last_message_id, last_event_at)
  WHERE w.guild_id = v.guild_id AND w.epoch = v.epoch;
  GET DIAGNOSTICS advanced = ROW_COUNT;
  IF advanced <> cardinality(guild_ids) THEN
    RAISE EXCEPTION 'another activation owns a guild of this commit' USING ERRCODE = 'CI001';
  END IF;
END $$;

-- Makes the monthly partition that holds the given day, once.
CREATE FUNCTION ensure_messages_partition(day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  month_start date := date_trunc('month', day)::date;
  partition   text := 'messages_' || to_char(month_start, 'YYYY_MM');
BEGIN
  IF to_regclass(partition) IS NOT NULL THEN
    RETURN;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('messages_partition'));
  EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF messages FOR VALUES FROM (%L) TO (%L)',
    partition, month_start::timestamp AT TIME ZONE 'UTC', (month_start + interval '1 month')::timestamp AT TIME ZONE 'UTC');
END $$;
