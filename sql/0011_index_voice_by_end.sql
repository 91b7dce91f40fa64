-- Reports ask for the stays that touch a range of days: those that ended after its beginning. Nobody asked by the beginning alone.
CREATE INDEX idx_voice_sessions_end ON voice_sessions (guild_id, ended_at);
DROP INDEX idx_voice_sessions_guild;
