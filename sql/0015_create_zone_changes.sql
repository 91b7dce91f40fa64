-- A guild's days begin at its own midnight. When it chooses another time zone, what was counted by day and hour is counted again from what is kept of
-- messages and stays, some days at a time, the newest first.

CREATE TABLE zone_changes (
  guild_id   bigint PRIMARY KEY,
  old_zone   text   NOT NULL,
  new_zone   text   NOT NULL,
  first_date date   NOT NULL,
  last_date  date   NOT NULL,
  next_date  date   NOT NULL
);
COMMENT ON TABLE zone_changes IS 'One row: days of a guild are being counted again in another time zone. Days first_date to last_date, of which those after next_date are done.';

-- The instant at which the local hour of an instant begins.
CREATE FUNCTION hour_of(at timestamptz, zone text) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT at - ((at AT TIME ZONE zone) - date_trunc('hour', at AT TIME ZONE zone))
$$;

-- Counts the local days from first_day to last_day of a guild again; last_day infinity: and everything since. Only if expected_next is the next of them (CI002). Joins, leaves, and what is left of deleted
-- people stand in sums by hour alone: they move to the hour in which theirs began. XP stands by day alone and stays on its day, but for days of which
-- nothing else is left. Only the activation that owns the guild may (CI001).
CREATE FUNCTION recount_days(guild bigint, owner_epoch bigint, old_zone text, new_zone text, first_day date, last_day date, expected_next date)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  from_at  timestamptz := first_day::timestamp AT TIME ZONE new_zone;
  until_at timestamptz := (last_day + 1)::timestamp AT TIME ZONE new_zone;
BEGIN
  PERFORM FROM guild_watermarks WHERE guild_id = guild AND epoch = owner_epoch FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'another activation owns the guild' USING ERRCODE = 'CI001';
  END IF;
  -- Done before, though nobody was told: a second time would not be harmless.
  PERFORM FROM zone_changes WHERE guild_id = guild AND next_date = expected_next FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'other days are next' USING ERRCODE = 'CI002';
  END IF;
  -- Where midnight comes twice a day begins with the first.
  IF ((from_at - interval '1 hour') AT TIME ZONE new_zone)::date = first_day THEN
    from_at := from_at - interval '1 hour';
  END IF;
  IF isfinite(until_at) AND ((until_at - interval '1 hour') AT TIME ZONE new_zone)::date = last_day + 1 THEN
    until_at := until_at - interval '1 hour';
  END IF;

  -- Each message once, and each piece of a stay in an hour of the old and of the new clock.
  CREATE TEMP TABLE said ON COMMIT DROP AS
    SELECT created_at, hour_of(created_at, new_zone) AS hour_at, channel_id, author_id, from_bot
    FROM messages WHERE guild_id = guild AND created_at >= from_at - interval '1 hour' AND created_at < until_at + interval '1 hour';
  CREATE TEMP TABLE spoken ON COMMIT DROP AS
    SELECT clock.is_new, hour_at, channel_id, user_id,
      floor(extract(epoch FROM least(ended_at, hour_at + interval '1 hour'))) - floor(extract(epoch FROM greatest(started_at, hour_at))) AS seconds
    FROM voice_sessions CROSS JOIN (VALUES (false, old_zone), (true, new_zone)) AS clock (is_new, zone)
    CROSS JOIN LATERAL generate_series(hour_of(started_at, clock.zone), ended_at, interval '1 hour') AS hour_at
    WHERE guild_id = guild AND ended_at > from_at - interval '1 hour' AND started_at < until_at + interval '1 hour' AND hour_at < ended_at;

  CREATE TEMP TABLE counted ON COMMIT DROP AS
    WITH old AS (
      DELETE FROM activity_hourly WHERE guild_id = guild AND hour_at >= from_at AND hour_at < until_at
      RETURNING hour_at, channel_id, messages, bot_messages, voice_seconds, joins, leaves),
    parts AS (
      SELECT hour_at, channel_id, (NOT from_bot)::int AS messages, from_bot::int AS bot_messages, 0 AS voice_seconds, 0 AS joins, 0 AS leaves
      FROM said WHERE created_at >= from_at AND created_at < until_at
      UNION ALL SELECT hour_at, channel_id, 0, 0, seconds, 0, 0 FROM spoken WHERE is_new AND hour_at >= from_at AND hour_at < until_at
      -- What the old hours hold beyond what is kept.
      UNION ALL SELECT hour_of(hour_at, new_zone), channel_id, messages, bot_messages, voice_seconds, joins, leaves FROM old
      UNION ALL SELECT hour_of(hour_of(created_at, old_zone), new_zone), channel_id, -(NOT from_bot)::int, -from_bot::int, 0, 0, 0
        FROM said WHERE hour_of(created_at, old_zone) >= from_at AND hour_of(created_at, old_zone) < until_at
      UNION ALL SELECT hour_of(hour_at, new_zone), channel_id, 0, 0, -seconds, 0, 0 FROM spoken WHERE NOT is_new AND hour_at >= from_at AND hour_at < until_at)
    SELECT hour_at, channel_id, greatest(sum(messages), 0)::integer AS messages, greatest(sum(bot_messages), 0)::integer AS bot_messages,
      greatest(sum(voice_seconds), 0)::bigint AS voice_seconds, sum(joins)::integer AS joins, sum(leaves)::integer AS leaves
    FROM parts GROUP BY hour_at, channel_id;
  INSERT INTO activity_hourly (guild_id, hour_at, channel_id, date, messages, bot_messages, voice_seconds, joins, leaves)
    SELECT guild, hour_at, channel_id, (hour_at AT TIME ZONE new_zone)::date, messages, bot_messages, voice_seconds, joins, leaves FROM counted
    WHERE messages > 0 OR bot_messages > 0 OR voice_seconds > 0 OR joins > 0 OR leaves > 0;

  CREATE TEMP TABLE emptied ON COMMIT DROP AS
    SELECT date, user_id, xp FROM member_activity_daily
    WHERE guild_id = guild AND date BETWEEN first_day AND last_day AND xp <> 0 AND (messages > 0 OR voice_seconds > 0);
  UPDATE member_activity_daily SET messages = 0, voice_seconds = 0, became_author = false WHERE guild_id = guild AND date BETWEEN first_day AND last_day;
  INSERT INTO member_activity_daily AS m (guild_id, date, user_id, messages, voice_seconds, xp, became_author)
    SELECT guild, (hour_at AT TIME ZONE new_zone)::date, user_id, sum(messages), sum(seconds), 0, sum(messages) > 0 FROM (
      SELECT hour_at, author_id AS user_id, 1 AS messages, 0 AS seconds FROM said WHERE NOT from_bot AND created_at >= from_at AND created_at < until_at
      UNION ALL SELECT hour_at, user_id, 0, seconds FROM spoken WHERE is_new AND seconds > 0 AND hour_at >= from_at AND hour_at < until_at) AS pieces
    GROUP BY 2, 3
    ON CONFLICT (guild_id, date, user_id) DO UPDATE SET messages = excluded.messages, voice_seconds = excluded.voice_seconds, became_author = excluded.became_author;
  INSERT INTO member_activity_daily AS m (guild_id, date, user_id, messages, voice_seconds, xp, became_author)
    SELECT guild, e.date + CASE WHEN (e.date::timestamp AT TIME ZONE new_zone) < (e.date::timestamp AT TIME ZONE old_zone) THEN 1 ELSE -1 END, e.user_id, 0, 0, e.xp, false
    FROM emptied e JOIN member_activity_daily d ON d.guild_id = guild AND d.date = e.date AND d.user_id = e.user_id
    WHERE d.messages = 0 AND d.voice_seconds = 0
    ON CONFLICT (guild_id, date, user_id) DO UPDATE SET xp = m.xp + excluded.xp;
  DELETE FROM member_activity_daily d USING emptied e
    WHERE d.guild_id = guild AND d.date = e.date AND d.user_id = e.user_id AND d.messages = 0 AND d.voice_seconds = 0;
  DELETE FROM member_activity_daily WHERE guild_id = guild AND date BETWEEN first_day AND last_day AND messages = 0 AND voice_seconds = 0 AND xp = 0;

  DELETE FROM guild_stats_daily WHERE guild_id = guild AND date BETWEEN first_day AND last_day;
  INSERT INTO guild_stats_daily (guild_id, date, message_count, bot_message_count, author_count, active_members, voice_seconds, joins, leaves)
    SELECT guild, date, sum(messages), sum(bot_messages), sum(authors), sum(active), sum(voice_seconds), sum(joins), sum(leaves) FROM (
      SELECT date, messages, bot_messages, 0 AS authors, 0 AS active, voice_seconds, joins, leaves FROM activity_hourly
      WHERE guild_id = guild AND date BETWEEN first_day AND last_day AND hour_at >= from_at AND hour_at < until_at
      UNION ALL SELECT date, 0, 0, (messages > 0)::int, 1, 0, 0, 0 FROM member_activity_daily WHERE guild_id = guild AND date BETWEEN first_day AND last_day) AS parts
    GROUP BY date;
  DELETE FROM range_people WHERE guild_id = guild;
END $$;
