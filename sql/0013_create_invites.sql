-- By which invites people came. Discord tells how often each was used in all; the difference between two looks is counted by day.

CREATE TABLE invites (
  guild_id   bigint      NOT NULL,
  code       text        NOT NULL,
  user_id    bigint,
  channel_id bigint,
  uses       integer     NOT NULL,
  max_uses   integer     NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz,
  gone_at    timestamptz,
  PRIMARY KEY (guild_id, code)
);
COMMENT ON TABLE invites IS 'One row: an invite as Discord last listed it. user_id: who made it. max_uses 0 = unlimited. gone_at: when it was found to be listed no longer.';
CREATE INDEX idx_invites_user ON invites (user_id) WHERE user_id IS NOT NULL;

CREATE TABLE invite_joins_daily (
  guild_id bigint  NOT NULL,
  date     date    NOT NULL,
  code     text    NOT NULL,
  joins    integer NOT NULL,
  PRIMARY KEY (guild_id, date, code)
);
COMMENT ON TABLE invite_joins_daily IS 'One row: how many people came by an invite on a local day of a guild.';

CREATE TABLE invite_looks (
  guild_id   bigint      PRIMARY KEY,
  looked_at  timestamptz NOT NULL,
  is_refused boolean     NOT NULL
);
COMMENT ON TABLE invite_looks IS 'One row: when the invites of a guild were last looked at. is_refused: Discord did not list them, the bot lacks Manage Server.';

CREATE OR REPLACE FUNCTION guilds_of_person(person bigint) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
  SELECT guild_id FROM members WHERE user_id = person
  UNION SELECT guild_id FROM member_activity_daily WHERE user_id = person
  UNION SELECT guild_id FROM guilds WHERE owner_id = person
  UNION SELECT guild_id FROM audit_entries WHERE actor_id = person
  UNION SELECT guild_id FROM audit_entries WHERE subject_id = person
  UNION SELECT guild_id FROM invites WHERE user_id = person
$$;
