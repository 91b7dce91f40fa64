-- What the product still has to do on Discord, and what a guild gives for a level.

CREATE TABLE outbox (
  guild_id     bigint      NOT NULL,
  action_key   text        NOT NULL,
  kind         text        NOT NULL,
  payload      jsonb       NOT NULL,
  nonce        text,
  revision     integer     NOT NULL DEFAULT 1,
  state        text        NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'done', 'given_up')),
  reason       text,
  attempts     integer     NOT NULL DEFAULT 0,
  created_at   timestamptz NOT NULL DEFAULT now(),
  due_at       timestamptz NOT NULL DEFAULT now(),
  leased_until timestamptz,
  leased_by    text,
  finished_at  timestamptz,
  PRIMARY KEY (guild_id, action_key)
) WITH (fillfactor = 70);
CREATE INDEX idx_outbox_due ON outbox (due_at) WHERE state = 'pending';
CREATE INDEX idx_outbox_open ON outbox (guild_id) WHERE state <> 'done';
CREATE INDEX idx_outbox_finished ON outbox (finished_at) WHERE state <> 'pending';
COMMENT ON TABLE outbox IS 'One row: something to do on Discord, written in the transaction of its cause. action_key names it, so that the same effect twice is one row; a target state replaces its older one and raises revision. Rows that are done stay 7 days, given_up ones 30, then they are deleted.';

CREATE TABLE level_rewards (
  guild_id          bigint  PRIMARY KEY,
  announcement      text    NOT NULL CHECK (announcement IN ('off', 'where_it_happened', 'channel')),
  channel_id        bigint  CHECK (announcement <> 'channel' OR channel_id IS NOT NULL),
  keeps_lower_roles boolean NOT NULL
);
COMMENT ON TABLE level_rewards IS 'One row: how a guild honours a new level. No row = not at all. keeps_lower_roles: a role of a lower level stays when a higher one is given.';

CREATE TABLE level_roles (
  guild_id bigint  NOT NULL,
  role_id  bigint  NOT NULL,
  level    integer NOT NULL CHECK (level > 0),
  name     text    NOT NULL,
  PRIMARY KEY (guild_id, role_id)
);
COMMENT ON TABLE level_roles IS 'One row: a role that a guild gives from a level on. name is the role''s when it was chosen.';
