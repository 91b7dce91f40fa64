-- Rows end (0022): whether one that is not here any more was counted before has to be known without it.

ALTER TABLE moved_guilds ADD COLUMN passed text[] NOT NULL DEFAULT '{}';
ALTER TABLE moved_guilds ADD COLUMN first_date date;
COMMENT ON COLUMN moved_guilds.passed IS 'The older database''s tables that were read to their end since the guild was first taken over: what they hold of before rows_kept is not taken again.';
COMMENT ON COLUMN moved_guilds.first_date IS 'The guild''s first_date before anything was taken over; null = nothing had been counted. What happened since then and before rows_kept may have been heard here and ended: it is not taken.';
UPDATE moved_guilds SET passed = ARRAY(SELECT source FROM moved_tables WHERE passed_at IS NOT NULL);
