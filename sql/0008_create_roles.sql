-- A guild's roles and the bot's place among them; rewards that replace one by one, messages of a guild's own, and looking through
-- everybody's roles.

CREATE TABLE roles (
  guild_id    bigint  NOT NULL,
  role_id     bigint  NOT NULL,
  name        text    NOT NULL,
  position    integer NOT NULL,
  permissions bigint  NOT NULL,
  is_managed  boolean NOT NULL,
  color       integer NOT NULL,
  is_deleted  boolean NOT NULL,
  PRIMARY KEY (guild_id, role_id)
);
COMMENT ON TABLE roles IS 'One row: a role of a guild as last seen; role_id = guild_id is @everyone. permissions holds Discord''s bits, color 0xRRGGBB or 0.';

CREATE TABLE guild_bots (
  guild_id bigint   PRIMARY KEY,
  user_id  bigint   NOT NULL,
  role_ids bigint[] NOT NULL
);
COMMENT ON TABLE guild_bots IS 'One row: the bot as a member of a guild, as last seen; role_ids ascending, without @everyone.';

ALTER TABLE level_roles ADD COLUMN replaces_lower boolean NOT NULL DEFAULT false;
UPDATE level_roles r SET replaces_lower = true FROM level_rewards w WHERE w.guild_id = r.guild_id AND NOT w.keeps_lower_roles;
COMMENT ON COLUMN level_roles.replaces_lower IS 'It takes the place of the roles of lower levels; otherwise it joins them.';

ALTER TABLE level_rewards
  DROP COLUMN keeps_lower_roles,
  DROP CONSTRAINT level_rewards_announcement_check,
  ADD CONSTRAINT level_rewards_announcement_check CHECK (announcement IN ('off', 'where_it_happened', 'channel', 'direct')),
  ADD COLUMN template            text,
  ADD COLUMN reward_levels_only  boolean NOT NULL DEFAULT false,
  ADD COLUMN every_levels        integer NOT NULL DEFAULT 1 CHECK (every_levels > 0),
  ADD COLUMN minimum_level       integer NOT NULL DEFAULT 1 CHECK (minimum_level > 0),
  ADD COLUMN pings_member        boolean NOT NULL DEFAULT false,
  ADD COLUMN version             integer NOT NULL DEFAULT 1,
  ADD COLUMN message_version     integer NOT NULL DEFAULT 1;
COMMENT ON TABLE level_rewards IS 'One row: how a guild honours a new level. No row = not at all. template null = the product''s own words. version and message_version: how often its rewards and its messages were changed.';

ALTER TABLE members
  ADD COLUMN honoured_role_ids bigint[],
  ADD COLUMN announce_choice   smallint NOT NULL DEFAULT 0 CHECK (announce_choice IN (0, 1, 2));
COMMENT ON COLUMN members.honoured_role_ids IS 'The roles that the member''s level gave them last, ascending; null = rewards were never looked at for them.';
COMMENT ON COLUMN members.announce_choice IS 'Where they hear of their own levels: 0 where the guild says, 1 nowhere, 2 by direct message.';

CREATE TABLE reward_repairs (
  guild_id   bigint      PRIMARY KEY,
  cause      smallint    NOT NULL,
  started_at timestamptz NOT NULL,
  cursor     bigint      NOT NULL,
  examined   integer     NOT NULL,
  changed    integer     NOT NULL,
  total      integer     NOT NULL,
  ended_at   timestamptz
);
COMMENT ON TABLE reward_repairs IS 'One row: the last time everybody''s roles in a guild were looked through. cursor: the last member looked at; ended_at null = it goes on from there.';

ALTER TABLE outbox ADD COLUMN priority smallint NOT NULL DEFAULT 0;
COMMENT ON COLUMN outbox.priority IS '0 = somebody waits for it; 1 = one of many, done when a guild has nothing else to do.';
