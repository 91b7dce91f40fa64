-- A person's three choices, their wish to be deleted, and what is needed to forget a person or a guild.

CREATE TABLE privacy_choices (
  user_id     bigint      PRIMARY KEY,
  choices     smallint    NOT NULL CHECK (choices BETWEEN 0 AND 7),
  changed_at  timestamptz NOT NULL,
  counts_from timestamptz,
  told_at     timestamptz
);
COMMENT ON TABLE privacy_choices IS 'One row: what a person chose for all guilds. choices, bits: 1 hide, 2 anonymise, 4 stop collecting. counts_from: when they last let themselves be counted again; what is older is not counted. told_at null: some guild may not know yet.';

CREATE TABLE privacy_deletions (
  user_id      bigint      PRIMARY KEY,
  requested_at timestamptz NOT NULL,
  due_at       timestamptz NOT NULL
);
COMMENT ON TABLE privacy_deletions IS 'One row: a person asked to be deleted everywhere; until due_at they can call it off. The row goes last.';

ALTER TABLE members
  ADD COLUMN privacy     smallint    NOT NULL DEFAULT 0,
  ADD COLUMN counts_from timestamptz;
COMMENT ON COLUMN members.privacy IS 'The person''s choices (privacy_choices) as this guild was told them.';
COMMENT ON COLUMN members.counts_from IS 'What happened before is not counted for this member; null = everything is.';
CREATE INDEX idx_members_user ON members (user_id);
CREATE INDEX idx_members_private ON members (guild_id) WHERE privacy <> 0;

-- Every person of whom a guild has anything has a row in members: that is how a person's guilds are found.
INSERT INTO members (guild_id, user_id, is_bot, has_left)
SELECT guild_id, user_id, false, false FROM user_xp
UNION SELECT guild_id, user_id, false, false FROM voice_sessions WHERE ended_at IS NULL
ON CONFLICT DO NOTHING;

CREATE INDEX idx_member_activity_user ON member_activity_daily (user_id, guild_id, date);
CREATE INDEX idx_guilds_owner ON guilds (owner_id);
CREATE INDEX idx_audit_entries_actor ON audit_entries (actor_id) WHERE actor_id <> 0;
CREATE INDEX idx_audit_entries_of_subject ON audit_entries (subject_id) WHERE subject_id <> 0;

ALTER TABLE guild_watermarks
  ADD COLUMN members_forgotten_at timestamptz NOT NULL DEFAULT 'epoch',
  ADD COLUMN is_erasing           boolean     NOT NULL DEFAULT false;
COMMENT ON COLUMN guild_watermarks.members_forgotten_at IS 'When a person was last deleted here. What is older is not counted for whoever is new to the guild: it may be theirs.';
COMMENT ON COLUMN guild_watermarks.is_erasing IS 'Everything of the guild is being deleted; nothing is applied until that is done.';

ALTER TABLE guilds ADD COLUMN bot_removed_at timestamptz;
COMMENT ON COLUMN guilds.bot_removed_at IS 'When the bot was found to be gone; null while it is there.';
UPDATE guilds SET bot_removed_at = now() WHERE NOT bot_present;
CREATE INDEX idx_guilds_removed ON guilds (bot_removed_at) WHERE bot_removed_at IS NOT NULL;

-- Tables of this schema with all of these columns; partitions are reached through their parents.
CREATE FUNCTION tables_with(VARIADIC columns text[]) RETURNS SETOF text LANGUAGE sql STABLE AS $$
  SELECT c.relname::text FROM pg_class c
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    AND (SELECT count(*) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attname = ANY (columns)) = cardinality(columns)
  ORDER BY 1
$$;

-- Deletes what a guild has of a person, in every table there is with a guild_id and a user_id. Messages go before, day by day.
CREATE FUNCTION forget_member(guild bigint, person bigint, at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  place text;
BEGIN
  FOR place IN SELECT tables_with('guild_id', 'user_id') LOOP
    EXECUTE format('DELETE FROM %I WHERE guild_id = $1 AND user_id = $2', place) USING guild, person;
  END LOOP;
  DELETE FROM outbox WHERE guild_id = guild AND payload ->> 'user_id' = person::text;
  UPDATE audit_entries SET actor_id = 0, actor_name = 'deleted member' WHERE guild_id = guild AND actor_id = person;
  UPDATE audit_entries SET subject_id = 0, before = NULL, after = NULL WHERE guild_id = guild AND subject_id = person;
  UPDATE guild_watermarks SET members_forgotten_at = greatest(members_forgotten_at, at) WHERE guild_id = guild;
END $$;

-- Deletes up to that many rows of a guild, from any table with a guild_id but the two that go last. 0 = nothing is left.
-- Only the activation that owns the guild may, and only once the guild is marked (CI001).
CREATE FUNCTION erase_guild_rows(guild bigint, owner_epoch bigint, most integer) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  place  regclass;
  gone   bigint;
  erased bigint := 0;
BEGIN
  PERFORM FROM guild_watermarks WHERE guild_id = guild AND epoch = owner_epoch AND is_erasing FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'another activation owns the guild' USING ERRCODE = 'CI001';
  END IF;
  FOR place IN
    SELECT c.oid::regclass FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'guild_id' AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname NOT IN ('guilds', 'guild_watermarks')
    -- Who points at others goes first.
    ORDER BY NOT EXISTS (SELECT FROM pg_constraint f WHERE f.conrelid = c.oid AND f.contype = 'f'), c.relname
  LOOP
    EXECUTE format('DELETE FROM %s WHERE ctid = ANY (ARRAY(SELECT ctid FROM %s WHERE guild_id = $1 LIMIT $2))', place, place) USING guild, most - erased;
    GET DIAGNOSTICS gone = ROW_COUNT;
    erased := erased + gone;
    EXIT WHEN erased >= most;
  END LOOP;
  IF erased = 0 THEN
    DELETE FROM guilds WHERE guild_id = guild;
    DELETE FROM guild_watermarks WHERE guild_id = guild;
  END IF;
  RETURN erased;
END $$;

-- What a guild has of a person, row by row, but for messages. kind is the table's name.
CREATE FUNCTION personal_rows(guild bigint, person bigint) RETURNS TABLE (kind text, item jsonb) LANGUAGE plpgsql STABLE AS $$
DECLARE
  place text;
BEGIN
  FOR place IN SELECT tables_with('guild_id', 'user_id') LOOP
    RETURN QUERY EXECUTE format('SELECT %L::text, to_jsonb(t) - ''guild_id'' - ''user_id'' FROM %I t WHERE guild_id = $1 AND user_id = $2', place, place) USING guild, person;
  END LOOP;
  RETURN QUERY SELECT 'outbox'::text, to_jsonb(o) - 'guild_id' - 'leased_by' FROM outbox o WHERE guild_id = guild AND payload ->> 'user_id' = person::text;
  -- Who did something to the person is somebody else's name.
  RETURN QUERY SELECT 'audit_entries'::text, to_jsonb(a) - 'guild_id' - 'request_key' - CASE WHEN a.actor_id = person THEN '{}'::text[] ELSE '{actor_id,actor_name}' END
    FROM audit_entries a WHERE guild_id = guild AND (actor_id = person OR subject_id = person) ORDER BY entry_id;
END $$;

-- The guilds that have anything of a person. Every person with a row of their own has one in members or in member_activity_daily.
CREATE FUNCTION guilds_of_person(person bigint) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
  SELECT guild_id FROM members WHERE user_id = person
  UNION SELECT guild_id FROM member_activity_daily WHERE user_id = person
  UNION SELECT guild_id FROM guilds WHERE owner_id = person
  UNION SELECT guild_id FROM audit_entries WHERE actor_id = person
  UNION SELECT guild_id FROM audit_entries WHERE subject_id = person
$$;

-- Deletes what is kept of a person apart from guilds. That they are not to be counted stays, if they chose it.
CREATE FUNCTION forget_person(person bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  place text;
BEGIN
  FOR place IN SELECT t FROM tables_with('user_id') t WHERE t NOT IN (SELECT tables_with('guild_id', 'user_id')) AND t <> 'privacy_choices' LOOP
    EXECUTE format('DELETE FROM %I WHERE user_id = $1', place) USING person;
  END LOOP;
END $$;
CREATE INDEX idx_guild_watermarks_erasing ON guild_watermarks (guild_id) WHERE is_erasing;

-- What is kept of a person apart from guilds, row by row. kind is the table's name.
CREATE FUNCTION rows_of_person(person bigint) RETURNS TABLE (kind text, item jsonb) LANGUAGE plpgsql STABLE AS $$
DECLARE
  place text;
BEGIN
  FOR place IN SELECT t FROM tables_with('user_id') t WHERE t NOT IN (SELECT tables_with('guild_id', 'user_id')) LOOP
    RETURN QUERY EXECUTE format('SELECT %L::text, to_jsonb(t) - ''user_id'' FROM %I t WHERE user_id = $1', place, place) USING person;
  END LOOP;
END $$;
