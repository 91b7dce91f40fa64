-- Where a member stands by XP: exact among equals, and counted in the index alone. Takes the place of idx_user_xp_guild.

CREATE INDEX idx_user_xp_standing ON user_xp (guild_id, xp DESC, user_id);
DROP INDEX idx_user_xp_guild;

-- Members by the beginning of their name. Names change rarely; a change of roles leaves the index alone.
CREATE INDEX idx_members_name ON members (guild_id, lower(name) text_pattern_ops);
