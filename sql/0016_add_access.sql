ALTER TABLE guilds ADD COLUMN access smallint NOT NULL DEFAULT 0 CHECK (access BETWEEN 0 AND 3);
COMMENT ON COLUMN guilds.access IS 'Who may see the guild''s dashboard. Bits: 1 only those who manage the guild see it, 2 only they download. 0 = its members.';
