-- What guilds are entitled to and why, who pays for it at Stripe, and gift codes.

CREATE TABLE guild_claims (
  guild_id     bigint      NOT NULL,
  source       smallint    NOT NULL,
  reference    text        NOT NULL,
  holder       text        NOT NULL,
  revision     bigint      NOT NULL,
  plan         smallint    NOT NULL,
  state        smallint    NOT NULL,
  starts_at    timestamptz NOT NULL,
  ends_at      timestamptz,
  unpaid_since timestamptz,
  length_ms    bigint      NOT NULL,
  buyer_id     bigint      NOT NULL,
  changed_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (guild_id, source, reference)
);
COMMENT ON TABLE guild_claims IS 'One row: a reason why a guild has, or had, a plan: a slot of a subscription, what was bought in Discord, a gift, an operator''s grant. Never deleted; revision is the holder''s when it was last told.';
CREATE INDEX idx_guild_claims_discord ON guild_claims (guild_id) WHERE source = 1 AND state <> 3;

CREATE TABLE entitlements (
  guild_id       bigint      PRIMARY KEY,
  plan           smallint    NOT NULL,
  by_source      smallint,
  by_reference   text,
  ends_at        timestamptz,
  next_change_at timestamptz,
  lost_plan      smallint,
  lost_at        timestamptz,
  version        integer     NOT NULL,
  changed_at     timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE entitlements IS 'One row: what a guild is entitled to, as it follows from its claims. next_change_at: time alone changes it then. lost_plan: the higher plan that it had, while what that allowed can still be seen.';
CREATE INDEX idx_entitlements_next ON entitlements (next_change_at) WHERE next_change_at IS NOT NULL;

CREATE TABLE entitlement_changes (
  guild_id     bigint      NOT NULL,
  version      integer     NOT NULL,
  plan         smallint    NOT NULL,
  by_source    smallint,
  by_reference text,
  ends_at      timestamptz,
  lost_plan    smallint,
  changed_at   timestamptz NOT NULL,
  PRIMARY KEY (guild_id, version)
);
COMMENT ON TABLE entitlement_changes IS 'One row: an entitlement as it was from changed_at on.';

CREATE TABLE guild_seats (
  guild_id bigint      NOT NULL,
  user_id  bigint      NOT NULL,
  name     text        NOT NULL,
  used_at  timestamptz NOT NULL,
  PRIMARY KEY (guild_id, user_id)
);
CREATE INDEX idx_guild_seats_user ON guild_seats (user_id);
COMMENT ON TABLE guild_seats IS 'One row: when somebody last changed something of a guild on the dashboard.';

CREATE TABLE payers (
  payer_id    bigint      NOT NULL,
  is_live     boolean     NOT NULL,
  customer_id text        NOT NULL,
  revision    bigint      NOT NULL DEFAULT 0,
  as_of       timestamptz,
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (payer_id, is_live),
  UNIQUE (customer_id)
);
COMMENT ON TABLE payers IS 'One row: a Discord user who is a customer at Stripe, apart for live and test mode. as_of: when Stripe last said what they have. revision counts what changed by it.';

CREATE TABLE subscriptions (
  subscription_id text        PRIMARY KEY,
  payer_id        bigint      NOT NULL,
  is_live         boolean     NOT NULL,
  status          smallint    NOT NULL,
  plan            smallint,
  billing_interval smallint   NOT NULL,
  quantity        integer     NOT NULL,
  amount_minor    bigint      NOT NULL,
  currency        text        NOT NULL,
  started_at      timestamptz NOT NULL,
  period_ends_at  timestamptz NOT NULL,
  trial_ends_at   timestamptz,
  cancels_at      timestamptz,
  ended_at        timestamptz,
  unpaid_since    timestamptz,
  bought_for      bigint      NOT NULL
);
COMMENT ON TABLE subscriptions IS 'One row: a subscription as Stripe last said it is. amount_minor: for one guild and interval, in the currency''s smallest unit. bought_for: the guild named when it was bought; 0 none.';
CREATE INDEX idx_subscriptions_payer ON subscriptions (payer_id, is_live);
CREATE INDEX idx_subscriptions_started ON subscriptions (started_at DESC);

CREATE TABLE subscription_slots (
  subscription_id text        NOT NULL REFERENCES subscriptions ON DELETE CASCADE,
  slot_no         integer     NOT NULL,
  guild_id        bigint      NOT NULL,
  assigned_at     timestamptz,
  moved_at        timestamptz,
  PRIMARY KEY (subscription_id, slot_no)
);
COMMENT ON TABLE subscription_slots IS 'One row: a guild''s worth of a subscription and the guild that uses it; 0 none. moved_at: when it was last taken from one guild to another.';
CREATE INDEX idx_subscription_slots_guild ON subscription_slots (guild_id) WHERE guild_id <> 0;

CREATE TABLE payer_news (
  payer_id bigint  NOT NULL,
  is_live  boolean NOT NULL,
  guild_id bigint  NOT NULL,
  PRIMARY KEY (payer_id, is_live, guild_id)
);
COMMENT ON TABLE payer_news IS 'One row: a guild that has yet to be told what a payer pays for it.';

CREATE TABLE stripe_events (
  event_id    text        PRIMARY KEY,
  type        text        NOT NULL,
  customer_id text,
  payer_id    bigint      NOT NULL,
  is_live     boolean     NOT NULL,
  created_at  timestamptz NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  done_at     timestamptz,
  tries       integer     NOT NULL DEFAULT 0,
  try_at      timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE stripe_events IS 'One row: an event that Stripe told, without its object, which is read again from Stripe. done_at null = still to be done, not before try_at.';
CREATE INDEX idx_stripe_events_open ON stripe_events (try_at) WHERE done_at IS NULL;
CREATE INDEX idx_stripe_events_done ON stripe_events (done_at) WHERE done_at IS NOT NULL;

CREATE TABLE stripe_reconciliations (
  is_live  boolean     PRIMARY KEY,
  ended_at timestamptz NOT NULL,
  compared integer     NOT NULL,
  healed   integer     NOT NULL
);
COMMENT ON TABLE stripe_reconciliations IS 'One row: when all subscriptions were last compared with Stripe, apart for live and test mode, and how many were not the same.';

CREATE TABLE gift_codes (
  code_id     bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code_hash   bytea       NOT NULL UNIQUE,
  ending      text        NOT NULL,
  plan        smallint    NOT NULL,
  days        integer     NOT NULL CHECK (days BETWEEN 1 AND 730),
  note        text        NOT NULL,
  created_by  bigint      NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  expires_at  timestamptz,
  revoked_at  timestamptz,
  guild_id    bigint,
  redeemed_by bigint,
  redeemer_name text,
  redeemed_at timestamptz,
  told_at     timestamptz
);
COMMENT ON TABLE gift_codes IS 'One row: a code that gives one guild a plan for some days. Of the code only a hash is kept. told_at: when the guild had it.';
CREATE INDEX idx_gift_codes_untold ON gift_codes (redeemed_at) WHERE guild_id IS NOT NULL AND told_at IS NULL;

-- What was paid for outlives the data of a guild: should it come back, it has its plan.
CREATE OR REPLACE FUNCTION erase_guild_rows(guild bigint, owner_epoch bigint, most integer) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  place  regclass;
  gone   bigint;
  erased bigint := 0;
BEGIN
  PERFORM FROM guild_watermarks WHERE guild_id = guild AND epoch = owner_epoch AND is_erasing FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'another activation owns the guild' USING ERRCODE = 'CI001';
  END IF;
  FOR place IN
    SELECT c.oid::regclass FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'guild_id' AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname NOT IN ('guilds', 'guild_watermarks')
      AND c.relname NOT IN ('guild_claims', 'entitlements', 'entitlement_changes', 'subscription_slots', 'payer_news', 'gift_codes')
    -- Who points at others goes first.
    ORDER BY NOT EXISTS (SELECT FROM pg_constraint f WHERE f.conrelid = c.oid AND f.contype = 'f'), c.relname
  LOOP
    EXECUTE format('DELETE FROM %s WHERE ctid = ANY (ARRAY(SELECT ctid FROM %s WHERE guild_id = $1 LIMIT $2))', place, place) USING guild, most - erased;
    GET DIAGNOSTICS gone = ROW_COUNT;
    erased := erased + gone;
    EXIT WHEN erased >= most;
  END LOOP;
  IF erased = 0 THEN
    DELETE FROM guilds WHERE guild_id = guild;
    DELETE FROM guild_watermarks WHERE guild_id = guild;
  END IF;
  RETURN erased;
END $$;

-- Deletes what is kept of a person apart from guilds. That they are not to be counted stays, if they chose it; and what they pay for, while they do.
CREATE OR REPLACE FUNCTION forget_person(person bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  place text;
BEGIN
  FOR place IN SELECT t FROM tables_with('user_id') t WHERE t NOT IN (SELECT tables_with('guild_id', 'user_id')) AND t <> 'privacy_choices' LOOP
    EXECUTE format('DELETE FROM %I WHERE user_id = $1', place) USING person;
  END LOOP;
  -- While a guild has yet to be told what they pay, or no more pay, that is kept.
  IF NOT EXISTS (SELECT FROM payer_news n WHERE n.payer_id = person) THEN
    DELETE FROM subscriptions WHERE payer_id = person AND status IN (1, 5);
    DELETE FROM payers p WHERE payer_id = person AND NOT EXISTS (SELECT FROM subscriptions s WHERE s.payer_id = person);
  END IF;
  UPDATE stripe_events SET payer_id = 0 WHERE payer_id = person AND NOT EXISTS (SELECT FROM payers p WHERE p.payer_id = person);
  UPDATE gift_codes SET redeemed_by = 0, redeemer_name = NULL WHERE redeemed_by = person AND told_at IS NOT NULL;
  UPDATE guild_claims SET buyer_id = 0, holder = CASE source WHEN 0 THEN '' ELSE holder END WHERE buyer_id = person AND (state = 3 OR source <> 0);
END $$;

-- What belongs to a person apart from guilds: also what they pay for, and gifts that they redeemed.
CREATE OR REPLACE FUNCTION rows_of_person(person bigint) RETURNS TABLE (kind text, item jsonb) LANGUAGE plpgsql STABLE AS $$
DECLARE
  place text;
BEGIN
  FOR place IN SELECT t FROM tables_with('user_id') t WHERE t NOT IN (SELECT tables_with('guild_id', 'user_id')) LOOP
    RETURN QUERY EXECUTE format('SELECT %L::text, to_jsonb(t) - ''user_id'' FROM %I t WHERE user_id = $1', place, place) USING person;
  END LOOP;
  RETURN QUERY SELECT 'payers'::text, to_jsonb(p) - 'payer_id' FROM payers p WHERE payer_id = person;
  RETURN QUERY SELECT 'subscriptions'::text, to_jsonb(s) - 'payer_id' || jsonb_build_object('slots', (
      SELECT coalesce(jsonb_agg(to_jsonb(l) - 'subscription_id' ORDER BY l.slot_no), '[]') FROM subscription_slots l WHERE l.subscription_id = s.subscription_id))
    FROM subscriptions s WHERE s.payer_id = person;
  RETURN QUERY SELECT 'gift_codes'::text, jsonb_build_object('plan', g.plan, 'days', g.days, 'guild_id', g.guild_id, 'redeemed_at', g.redeemed_at)
    FROM gift_codes g WHERE g.redeemed_by = person;
END $$;

-- The guilds that have anything of a person. Who changed something on the dashboard may never have written nor joined while the bot was there.
CREATE OR REPLACE FUNCTION guilds_of_person(person bigint) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
  SELECT guild_id FROM members WHERE user_id = person
  UNION SELECT guild_id FROM member_activity_daily WHERE user_id = person
  UNION SELECT guild_id FROM guilds WHERE owner_id = person
  UNION SELECT guild_id FROM audit_entries WHERE actor_id = person
  UNION SELECT guild_id FROM audit_entries WHERE subject_id = person
  UNION SELECT guild_id FROM digest_ratings WHERE user_id = person
  UNION SELECT guild_id FROM guild_seats WHERE user_id = person
$$;
