-- How a guild turns talking into XP, and what is needed to judge time in voice.

CREATE TABLE xp_rules (
  guild_id   bigint      PRIMARY KEY,
  rules      jsonb       NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE xp_rules IS 'One row: a guild''s own XP rules, as they hold now. No row = the defaults.';

ALTER TABLE guilds ADD COLUMN afk_channel_id bigint;
ALTER TABLE members ADD COLUMN role_ids bigint[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN members.role_ids IS 'The member''s roles as last told, ascending; empty when nothing was told yet.';

ALTER TABLE voice_sessions
  ADD COLUMN state        smallint NOT NULL DEFAULT 0,
  ADD COLUMN earned_units bigint   NOT NULL DEFAULT 0,
  ADD COLUMN settled_at   timestamptz;
COMMENT ON COLUMN voice_sessions.state IS 'Bits: 1 self-muted, 2 self-deafened, 4 muted, 8 deafened by a moderator, 64 in a stage''s audience.';
COMMENT ON COLUMN voice_sessions.earned_units IS 'Earned up to settled_at, 6 000 000 of them to one XP; the whole XP are in user_xp.';

ALTER TABLE member_activity_daily ADD COLUMN xp bigint NOT NULL DEFAULT 0;
