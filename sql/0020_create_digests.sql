-- Message text where a guild wants it, for a short time, and the digests that are made of it.

ALTER TABLE channels
  ADD COLUMN view_allowed bigint[],
  ADD COLUMN view_denied  bigint[];
COMMENT ON COLUMN channels.view_allowed IS 'Roles for which the channel itself allows to see it; null = not known.';
COMMENT ON COLUMN channels.view_denied IS 'Roles for which the channel itself denies to see it; null = not known.';

CREATE TABLE digest_settings (
  guild_id   bigint      PRIMARY KEY,
  settings   jsonb       NOT NULL,
  version    integer     NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE digest_settings IS 'One row: what a guild''s digests are made of, when and for whom; of the channels in it text is kept. version counts changes.';

CREATE TABLE message_texts (
  guild_id    bigint      NOT NULL,
  message_id  bigint      NOT NULL,
  channel_id  bigint      NOT NULL,
  user_id     bigint      NOT NULL,
  reply_to_id bigint      NOT NULL DEFAULT 0,
  created_at  timestamptz NOT NULL,
  expires_on  date        NOT NULL,
  text        text        NOT NULL CHECK (char_length(text) BETWEEN 1 AND 4000),
  PRIMARY KEY (guild_id, message_id, expires_on)
) PARTITION BY RANGE (expires_on);
COMMENT ON TABLE message_texts IS 'One row: the text of a message in a channel of which the guild keeps text. It goes with its partition when expires_on begins (UTC), sooner when the message, its author or the guild wants it.';
-- What has no partition of its own day: nothing that is told is refused for it.
CREATE TABLE message_texts_late PARTITION OF message_texts DEFAULT;
COMMENT ON TABLE message_texts_late IS 'One row: a text of a day without a partition; it goes when its day begins, too.';
CREATE INDEX idx_message_texts_channel ON message_texts (guild_id, channel_id, message_id);
CREATE INDEX idx_message_texts_user ON message_texts (user_id, guild_id);

CREATE TABLE digests (
  guild_id       bigint      NOT NULL,
  digest_id      bigint      NOT NULL,
  span           smallint    NOT NULL,
  first_date     date        NOT NULL,
  last_date      date        NOT NULL,
  audience       bigint      NOT NULL,
  time_zone      text        NOT NULL,
  language       smallint    NOT NULL,
  maker          smallint    NOT NULL,
  mood           smallint    NOT NULL,
  figures        jsonb       NOT NULL,
  made_by        jsonb       NOT NULL,
  cost_micros    bigint      NOT NULL,
  items          smallint    NOT NULL,
  removed        smallint    NOT NULL DEFAULT 0,
  made_at        timestamptz NOT NULL,
  PRIMARY KEY (guild_id, digest_id),
  UNIQUE (guild_id, span, first_date)
);
COMMENT ON TABLE digests IS 'One row: a digest of a day or week of a guild that is over. span: 0 day, 1 week. audience: the role for which it was made, 0 everybody; whoever manages the guild apart, others see it only while that is still the audience. made_by: provider, model, calls, tokens and why there was no model. removed: items that went because a message they rest on was edited or deleted.';
CREATE INDEX idx_digests_made ON digests (made_at);

CREATE TABLE digest_items (
  guild_id  bigint   NOT NULL,
  digest_id bigint   NOT NULL,
  item_no   smallint NOT NULL,
  kind      smallint NOT NULL,
  title     text     NOT NULL,
  text      text,
  authors   integer  NOT NULL,
  PRIMARY KEY (guild_id, digest_id, item_no),
  FOREIGN KEY (guild_id, digest_id) REFERENCES digests ON DELETE CASCADE
);
COMMENT ON TABLE digest_items IS 'One row: one thing of a digest. text null = a quotation of its first source, which is read from message_texts while that is there.';

CREATE TABLE digest_sources (
  guild_id   bigint   NOT NULL,
  digest_id  bigint   NOT NULL,
  item_no    smallint NOT NULL,
  place      smallint NOT NULL,
  message_id bigint   NOT NULL,
  channel_id bigint   NOT NULL,
  user_id    bigint   NOT NULL,
  text_hash  bigint   NOT NULL,
  PRIMARY KEY (guild_id, digest_id, item_no, place),
  FOREIGN KEY (guild_id, digest_id, item_no) REFERENCES digest_items ON DELETE CASCADE
);
COMMENT ON TABLE digest_sources IS 'One row: a message that an item of a digest rests on. text_hash is of the text as the item was made of it. When a row goes, its item goes.';
CREATE INDEX idx_digest_sources_message ON digest_sources (guild_id, message_id);
CREATE INDEX idx_digest_sources_channel ON digest_sources (guild_id, channel_id);
CREATE INDEX idx_digest_sources_user ON digest_sources (user_id, guild_id);

CREATE TABLE digest_ratings (
  guild_id  bigint      NOT NULL,
  digest_id bigint      NOT NULL,
  user_id   bigint      NOT NULL,
  is_useful boolean     NOT NULL,
  rated_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (guild_id, digest_id, user_id),
  FOREIGN KEY (guild_id, digest_id) REFERENCES digests ON DELETE CASCADE
);
CREATE INDEX idx_digest_ratings_user ON digest_ratings (user_id);
COMMENT ON TABLE digest_ratings IS 'One row: whether a member found a digest useful.';

CREATE TABLE model_usage (
  date          date    NOT NULL,
  guild_id      bigint  NOT NULL,
  provider      text    NOT NULL,
  requests      integer NOT NULL,
  input_tokens  bigint  NOT NULL,
  output_tokens bigint  NOT NULL,
  cost_micros   bigint  NOT NULL,
  PRIMARY KEY (date, guild_id, provider)
);
COMMENT ON TABLE model_usage IS 'One row: what a guild''s digests asked of a language-model provider on a day (UTC), and what it cost in millionths of the deployment''s currency. A request counts before it is sent, at the most that it may cost until that is known.';

-- An item does not outlive what it rests on, whoever deletes that.
CREATE FUNCTION remove_digest_items() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  WITH gone_items AS (
    DELETE FROM digest_items i USING (SELECT DISTINCT guild_id, digest_id, item_no FROM gone) g
    WHERE i.guild_id = g.guild_id AND i.digest_id = g.digest_id AND i.item_no = g.item_no
    RETURNING i.guild_id, i.digest_id)
  UPDATE digests d SET removed = d.removed + n.items
  FROM (SELECT guild_id, digest_id, count(*)::smallint AS items FROM gone_items GROUP BY 1, 2) n
  WHERE d.guild_id = n.guild_id AND d.digest_id = n.digest_id;
  RETURN NULL;
END $$;
CREATE TRIGGER digest_sources_gone AFTER DELETE ON digest_sources REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION remove_digest_items();

-- The guilds that have anything of a person. Who rates a digest may never have written nor joined while the bot was there.
CREATE OR REPLACE FUNCTION guilds_of_person(person bigint) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
  SELECT guild_id FROM members WHERE user_id = person
  UNION SELECT guild_id FROM member_activity_daily WHERE user_id = person
  UNION SELECT guild_id FROM guilds WHERE owner_id = person
  UNION SELECT guild_id FROM audit_entries WHERE actor_id = person
  UNION SELECT guild_id FROM audit_entries WHERE subject_id = person
  UNION SELECT guild_id FROM digest_ratings WHERE user_id = person
$$;

-- Makes the partition of texts that go on the given day, once. Not for a day that has begun, nor one of which a text has come already: those stay
-- in the default partition. No commit waits for it, and it waits for nobody long.
CREATE FUNCTION ensure_texts_partition(day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  partition text := 'message_texts_' || to_char(day, 'YYYY_MM_DD');
BEGIN
  IF day <= (now() AT TIME ZONE 'UTC')::date OR to_regclass(partition) IS NOT NULL OR EXISTS (SELECT FROM message_texts_late WHERE expires_on = day) THEN
    RETURN;
  END IF;
  PERFORM set_config('lock_timeout', '2s', true);
  PERFORM pg_advisory_xact_lock(hashtext('message_texts_partition'));
  EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF message_texts FOR VALUES FROM (%L) TO (%L)', partition, day, day + 1);
END $$;

-- Drops every partition of texts whose day has come. Returns how many went.
CREATE FUNCTION drop_expired_texts(today date) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  partition text;
  dropped   integer := 0;
BEGIN
  PERFORM set_config('lock_timeout', '2s', true);
  DELETE FROM message_texts_late WHERE expires_on <= today;
  FOR partition IN
    SELECT c.relname FROM pg_inherits h JOIN pg_class c ON c.oid = h.inhrelid
    WHERE h.inhparent = 'message_texts'::regclass AND c.relname ~ '_\d{4}_\d\d_\d\d$' AND to_date(right(c.relname, 10), 'YYYY_MM_DD') <= today ORDER BY 1
  LOOP
    EXECUTE format('DROP TABLE %I', partition);
    dropped := dropped + 1;
  END LOOP;
  RETURN dropped;
END $$;

-- A guild keeps text of fewer channels, or for a shorter time: what is beyond that goes now. Never keeps longer what was promised to go.
CREATE FUNCTION keep_texts(guild bigint, kept_channels bigint[], keep_days integer, at timestamptz) RETURNS void LANGUAGE sql AS $$
  DELETE FROM message_texts
  WHERE guild_id = guild AND (NOT channel_id = ANY (kept_channels) OR (created_at AT TIME ZONE 'UTC')::date + keep_days <= (at AT TIME ZONE 'UTC')::date);
  UPDATE message_texts SET expires_on = (created_at AT TIME ZONE 'UTC')::date + keep_days
  WHERE guild_id = guild AND expires_on > (created_at AT TIME ZONE 'UTC')::date + keep_days;
$$;
