-- Free space and vacuum as rows are really written: docs/data.md has the measurements. All of these wait for no reader and no writer.

-- What a member's day leaves free is never used again once the day is over: two tenths keep as many of its updates within the page (HOT) as three did. XP moves
-- in idx_user_xp_standing whatever the space. Hours stay at 70: while a report holds an old snapshot, 56 of a hundred of their updates are HOT, and 35 at 90.
ALTER TABLE member_activity_daily SET (fillfactor = 80);
ALTER TABLE user_xp SET (fillfactor = 90);

-- A fifth of a table of a hundred million rows would be twenty million dead ones before anybody cleans up. Analysed often: today's rows are beyond every statistic of yesterday.
ALTER TABLE activity_hourly SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
ALTER TABLE member_activity_daily SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
ALTER TABLE user_xp SET (autovacuum_vacuum_scale_factor = 0.05);
ALTER TABLE voice_sessions SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
-- A row of these is written with every commit: what a long report kept from being cleaned up is cleaned up soon after it.
ALTER TABLE guild_watermarks SET (autovacuum_vacuum_scale_factor = 0.05);
ALTER TABLE guild_stats_daily SET (autovacuum_vacuum_scale_factor = 0.02);
-- Done and deleted all day long.
ALTER TABLE outbox SET (autovacuum_vacuum_scale_factor = 0.02);

-- Nothing asks for a guild's slots: they are read with their subscription.
DROP INDEX idx_subscription_slots_guild;

-- Messages are inserted and never updated: a page is frozen when it is first vacuumed, and the month needs no further one until rows end.
DO $$
DECLARE
  partition regclass;
BEGIN
  FOR partition IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent IN ('messages'::regclass, 'messages_archive'::regclass) LOOP
    EXECUTE format('ALTER TABLE %s SET (autovacuum_freeze_min_age = 0, autovacuum_vacuum_insert_scale_factor = 0.1)', partition);
  END LOOP;
END $$;

CREATE OR REPLACE FUNCTION ensure_messages_partition(day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  month_start date := date_trunc('month', day)::date;
  partition   text := 'messages_' || to_char(month_start, 'YYYY_MM');
BEGIN
  IF to_regclass(partition) IS NOT NULL THEN
    RETURN;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('messages_partition'));
  EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF messages FOR VALUES FROM (%L) TO (%L) WITH (autovacuum_freeze_min_age = 0, autovacuum_vacuum_insert_scale_factor = 0.1)',
    partition, month_start::timestamp AT TIME ZONE 'UTC', (month_start + interval '1 month')::timestamp AT TIME ZONE 'UTC');
END $$;

CREATE OR REPLACE FUNCTION ensure_archive_partition(day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  month_start date := date_trunc('month', day)::date;
BEGIN
  EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF messages_archive FOR VALUES FROM (%L) TO (%L) WITH (autovacuum_freeze_min_age = 0, autovacuum_vacuum_insert_scale_factor = 0.1)',
    'messages_archive_' || to_char(month_start, 'YYYY_MM'), month_start::timestamp AT TIME ZONE 'UTC', (month_start + interval '1 month')::timestamp AT TIME ZONE 'UTC');
END $$;

-- The guilds that have anything of a person. Who made an invite may never have written nor joined while the bot was there, nor done anything else. That nobody is
-- 0 is said because their indexes leave 0 out: of a parameter it is not known.
CREATE OR REPLACE FUNCTION guilds_of_person(person bigint) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
  SELECT guild_id FROM members WHERE user_id = person
  UNION SELECT guild_id FROM member_activity_daily WHERE user_id = person
  UNION SELECT guild_id FROM guilds WHERE owner_id = person
  UNION SELECT guild_id FROM audit_entries WHERE actor_id = person AND actor_id <> 0
  UNION SELECT guild_id FROM audit_entries WHERE subject_id = person AND subject_id <> 0
  UNION SELECT guild_id FROM invites WHERE user_id = person
  UNION SELECT guild_id FROM digest_ratings WHERE user_id = person
  UNION SELECT guild_id FROM guild_seats WHERE user_id = person
$$;
