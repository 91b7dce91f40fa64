-- The end of messages and stays: a guild's rows go when the months of its plan are over, into the archive where there is one.

CREATE TABLE messages_archive (LIKE messages, PRIMARY KEY (guild_id, created_at, message_id)) PARTITION BY RANGE (created_at);
COMMENT ON TABLE messages_archive IS 'One row: a message whose time in messages is over, as it was there. Filled only where the operator wants an archive; nothing of the product shows it. One partition a month.';

CREATE TABLE rows_kept (
  guild_id  bigint      PRIMARY KEY,
  kept_from timestamptz NOT NULL
);
COMMENT ON TABLE rows_kept IS 'One row: of a guild, messages that were written and stays that ended before kept_from are gone, or going. No row = all are there.';

-- Makes the monthly partition of the archive that holds the given day, once.
CREATE FUNCTION ensure_archive_partition(day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  month_start date := date_trunc('month', day)::date;
BEGIN
  EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF messages_archive FOR VALUES FROM (%L) TO (%L)', 'messages_archive_' || to_char(month_start, 'YYYY_MM'),
    month_start::timestamp AT TIME ZONE 'UTC', (month_start + interval '1 month')::timestamp AT TIME ZONE 'UTC');
END $$;

-- Says of guilds from when on their rows are kept. Returns those of which it may be said: not while days are being counted again, nor while all of a
-- guild is being deleted. KEY SHARE neither waits for commits nor makes them wait; a recount, which holds the row, is not waited for.
CREATE FUNCTION keep_rows_from(guilds bigint[], froms timestamptz[]) RETURNS SETOF bigint LANGUAGE plpgsql AS $$
DECLARE
  one record;
BEGIN
  FOR one IN SELECT * FROM unnest(guilds, froms) AS o (guild, at) ORDER BY guild LOOP
    -- It was said before: whoever counted since then knows.
    IF EXISTS (SELECT FROM rows_kept WHERE guild_id = one.guild AND kept_from >= one.at) THEN
      RETURN NEXT one.guild;
      CONTINUE;
    END IF;
    PERFORM FROM guild_watermarks WHERE guild_id = one.guild AND NOT is_erasing FOR KEY SHARE SKIP LOCKED;
    CONTINUE WHEN NOT FOUND AND EXISTS (SELECT FROM guild_watermarks WHERE guild_id = one.guild);
    CONTINUE WHEN EXISTS (SELECT FROM zone_changes WHERE guild_id = one.guild);
    INSERT INTO rows_kept AS r (guild_id, kept_from) VALUES (one.guild, one.at)
    ON CONFLICT (guild_id) DO UPDATE SET kept_from = excluded.kept_from WHERE r.kept_from < excluded.kept_from;
    RETURN NEXT one.guild;
  END LOOP;
END $$;

-- Takes up to that many of a guild's messages out of a partition, those before rows_kept says; into the archive when wanted. Returns how many went.
CREATE FUNCTION end_messages(partition regclass, guild bigint, most integer, to_archive boolean) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  gone bigint;
BEGIN
  EXECUTE format($sql$
    WITH gone AS (
      DELETE FROM %1$s WHERE ctid = ANY (ARRAY(
        SELECT m.ctid FROM %1$s m JOIN rows_kept r USING (guild_id) WHERE m.guild_id = $1 AND m.created_at < r.kept_from LIMIT $2))
      RETURNING guild_id, message_id, channel_id, author_id, created_at, from_bot),
    archived AS (
      INSERT INTO messages_archive (guild_id, message_id, channel_id, author_id, created_at, from_bot)
      SELECT guild_id, message_id, channel_id, author_id, created_at, from_bot FROM gone WHERE $3 ON CONFLICT DO NOTHING)
    SELECT count(*) FROM gone $sql$, partition) INTO gone USING guild, most, to_archive;
  RETURN gone;
END $$;

-- Deletes up to that many of the guilds' stays that ended before the given times, and before rows_kept says. Returns how many went.
CREATE FUNCTION end_stays(guilds bigint[], froms timestamptz[], most integer) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  gone bigint;
BEGIN
  DELETE FROM voice_sessions WHERE ctid = ANY (ARRAY(
    SELECT s.at FROM unnest(guilds, froms) AS o (guild, kept_from) JOIN rows_kept r ON r.guild_id = o.guild
    CROSS JOIN LATERAL (SELECT v.ctid AS at FROM voice_sessions v WHERE v.guild_id = o.guild AND v.ended_at < least(o.kept_from, r.kept_from) LIMIT most) AS s LIMIT most));
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $$;

-- Counts the local days from first_day to last_day of a guild again, which last from from_at to until_at; infinity: and everything since. Only if
-- expected_next is the next of them (CI002). A clock is the instants since which it is so many seconds ahead of UTC, the first -infinity. Joins, leaves,
-- and what is left of deleted people stand in sums by hour alone: they move to the hour in which theirs began. XP stands by day alone and stays on its day, but for days of which
-- nothing else is left. Only the activation that owns the guild may (CI001).
-- Where messages and stays are gone, hours move as they are, and people stay on the days that they had.
CREATE OR REPLACE FUNCTION recount_days(
  guild bigint, owner_epoch bigint, first_day date, last_day date, expected_next date, from_at timestamptz, until_at timestamptz,
  old_since timestamptz[], old_seconds integer[], new_since timestamptz[], new_seconds integer[])
RETURNS void LANGUAGE plpgsql AS $$
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
  -- Each message once, and each piece of a stay in an hour of the old and of the new clock.
  CREATE TEMP TABLE said ON COMMIT DROP AS
    SELECT created_at, hour_of(created_at, new_since, new_seconds) AS hour_at, channel_id, author_id, from_bot
    FROM messages WHERE guild_id = guild AND created_at >= from_at - interval '1 hour' AND created_at < until_at + interval '1 hour';
  CREATE TEMP TABLE spoken ON COMMIT DROP AS
    SELECT clock.is_new, hour_at, channel_id, user_id,
      floor(extract(epoch FROM least(ended_at, hour_at + interval '1 hour'))) - floor(extract(epoch FROM greatest(started_at, hour_at))) AS seconds
    FROM voice_sessions CROSS JOIN (VALUES (false, old_since, old_seconds), (true, new_since, new_seconds)) AS clock (is_new, since, seconds)
    CROSS JOIN LATERAL generate_series(hour_of(started_at, clock.since, clock.seconds), ended_at, interval '1 hour') AS hour_at
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
      UNION ALL SELECT hour_of(hour_at, new_since, new_seconds), channel_id, messages, bot_messages, voice_seconds, joins, leaves FROM old
      UNION ALL SELECT hour_of(hour_of(created_at, old_since, old_seconds), new_since, new_seconds), channel_id, -(NOT from_bot)::int, -from_bot::int, 0, 0, 0
        FROM said WHERE hour_of(created_at, old_since, old_seconds) >= from_at AND hour_of(created_at, old_since, old_seconds) < until_at
      UNION ALL SELECT hour_of(hour_at, new_since, new_seconds), channel_id, 0, 0, -seconds, 0, 0 FROM spoken WHERE NOT is_new AND hour_at >= from_at AND hour_at < until_at)
    SELECT hour_at, channel_id, greatest(sum(messages), 0)::integer AS messages, greatest(sum(bot_messages), 0)::integer AS bot_messages,
      greatest(sum(voice_seconds), 0)::bigint AS voice_seconds, sum(joins)::integer AS joins, sum(leaves)::integer AS leaves
    FROM parts GROUP BY hour_at, channel_id;
  INSERT INTO activity_hourly (guild_id, hour_at, channel_id, date, messages, bot_messages, voice_seconds, joins, leaves)
    SELECT guild, hour_at, channel_id, local_of(hour_at, new_since, new_seconds)::date, messages, bot_messages, voice_seconds, joins, leaves FROM counted
    WHERE messages > 0 OR bot_messages > 0 OR voice_seconds > 0 OR joins > 0 OR leaves > 0;

  IF NOT EXISTS (SELECT FROM rows_kept WHERE guild_id = guild AND kept_from > from_at - interval '1 hour') THEN
    CREATE TEMP TABLE emptied ON COMMIT DROP AS
      SELECT date, user_id, xp FROM member_activity_daily
      WHERE guild_id = guild AND date BETWEEN first_day AND last_day AND xp <> 0 AND (messages > 0 OR voice_seconds > 0);
    UPDATE member_activity_daily SET messages = 0, voice_seconds = 0, became_author = false WHERE guild_id = guild AND date BETWEEN first_day AND last_day;
    INSERT INTO member_activity_daily AS m (guild_id, date, user_id, messages, voice_seconds, xp, became_author)
      SELECT guild, local_of(hour_at, new_since, new_seconds)::date, user_id, sum(messages), sum(seconds), 0, sum(messages) > 0 FROM (
        SELECT hour_at, author_id AS user_id, 1 AS messages, 0 AS seconds FROM said WHERE NOT from_bot AND created_at >= from_at AND created_at < until_at
        UNION ALL SELECT hour_at, user_id, 0, seconds FROM spoken WHERE is_new AND seconds > 0 AND hour_at >= from_at AND hour_at < until_at) AS pieces
      GROUP BY 2, 3
      ON CONFLICT (guild_id, date, user_id) DO UPDATE SET messages = excluded.messages, voice_seconds = excluded.voice_seconds, became_author = excluded.became_author;
    INSERT INTO member_activity_daily AS m (guild_id, date, user_id, messages, voice_seconds, xp, became_author)
      SELECT guild, e.date + CASE WHEN local_of(e.date::timestamp AT TIME ZONE 'UTC', new_since, new_seconds) > local_of(e.date::timestamp AT TIME ZONE 'UTC', old_since, old_seconds) THEN 1 ELSE -1 END, e.user_id, 0, 0, e.xp, false
      FROM emptied e JOIN member_activity_daily d ON d.guild_id = guild AND d.date = e.date AND d.user_id = e.user_id
      WHERE d.messages = 0 AND d.voice_seconds = 0
      ON CONFLICT (guild_id, date, user_id) DO UPDATE SET xp = m.xp + excluded.xp;
    DELETE FROM member_activity_daily d USING emptied e
      WHERE d.guild_id = guild AND d.date = e.date AND d.user_id = e.user_id AND d.messages = 0 AND d.voice_seconds = 0;
    DELETE FROM member_activity_daily WHERE guild_id = guild AND date BETWEEN first_day AND last_day AND messages = 0 AND voice_seconds = 0 AND xp = 0;
  END IF;

  DELETE FROM guild_stats_daily WHERE guild_id = guild AND date BETWEEN first_day AND last_day;
  INSERT INTO guild_stats_daily (guild_id, date, message_count, bot_message_count, author_count, active_members, voice_seconds, joins, leaves)
    SELECT guild, date, sum(messages), sum(bot_messages), sum(authors), sum(active), sum(voice_seconds), sum(joins), sum(leaves) FROM (
      SELECT date, messages, bot_messages, 0 AS authors, 0 AS active, voice_seconds, joins, leaves FROM activity_hourly
      WHERE guild_id = guild AND date BETWEEN first_day AND last_day AND hour_at >= from_at AND hour_at < until_at
      UNION ALL SELECT date, 0, 0, (messages > 0)::int, 1, 0, 0, 0 FROM member_activity_daily WHERE guild_id = guild AND date BETWEEN first_day AND last_day) AS parts
    GROUP BY date;
  DELETE FROM range_people WHERE guild_id = guild;
END $$;
