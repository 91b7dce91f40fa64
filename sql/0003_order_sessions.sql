-- Sessions have an order: what an earlier one says after a later one was heard comes too late.
ALTER TABLE guild_watermarks ADD COLUMN session_order bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN guild_watermarks.session_order IS 'A later gateway session of the bot has a higher one; made from the epoch of the shard lease it began under.';

DROP FUNCTION advance_watermarks(bigint[], bigint[], text[], bigint[], bigint[], timestamptz[]);

-- Writes the watermarks of a commit. Fails as a whole (CI001) when another activation owns one of the guilds.
CREATE FUNCTION advance_watermarks(
  guild_ids bigint[], epochs bigint[], session_ids text[], session_orders bigint[], sequences bigint[], last_message_ids bigint[], last_event_ats timestamptz[])
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  advanced bigint;
BEGIN
  UPDATE guild_watermarks w
  SET session_id = v.session_id, session_order = v.session_order, sequence = v.sequence, last_message_id = v.last_message_id, last_event_at = v.last_event_at
  FROM unnest(guild_ids, epochs, session_ids, session_orders, sequences, last_message_ids, last_event_ats)
    AS v (guild_id, epoch, session_id, session_order, sequence, last_message_id, last_event_at)
  WHERE w.guild_id = v.guild_id AND w.epoch = v.epoch;
  GET DIAGNOSTICS advanced = ROW_COUNT;
  IF advanced <> cardinality(guild_ids) THEN
    RAISE EXCEPTION 'another activation owns a guild of this commit' USING ERRCODE = 'CI001';
  END IF;
END $$;
