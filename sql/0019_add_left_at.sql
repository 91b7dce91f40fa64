-- How many people a guild has lost since a day cannot be told from has_left alone.
ALTER TABLE members ADD COLUMN left_at timestamptz;
COMMENT ON COLUMN members.left_at IS 'When they last left; null = never, as far as is known. Whoever came back keeps it: has_left says whether they are gone.';

-- Of those who left before, only what was last seen of them is known.
UPDATE members m SET left_at = coalesce(greatest(m.joined_at, (
  SELECT (d.date + 1)::timestamp AT TIME ZONE 'UTC' FROM member_activity_daily d
  WHERE d.user_id = m.user_id AND d.guild_id = m.guild_id ORDER BY d.date DESC LIMIT 1)), '1970-01-01T00:00Z')
WHERE has_left;
