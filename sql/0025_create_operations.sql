-- How the deployment does, by itself: for the operators' pages, which need no other program.

CREATE TABLE operations_minutes (
  minute_at       timestamptz PRIMARY KEY,
  is_up           boolean   NOT NULL,
  commands        integer   NOT NULL,
  command_errors  integer   NOT NULL,
  command_seconds integer[] NOT NULL,
  pages           integer   NOT NULL,
  page_errors     integer   NOT NULL,
  response_bytes  bigint    NOT NULL
);
COMMENT ON TABLE operations_minutes IS 'One row: a minute of the whole deployment. is_up = every shard was connected; command_seconds counts commands by how long they took, in the product''s steps. A minute without row: nobody was there to count. Kept 35 days.';

CREATE TABLE operations_days (
  date          date    PRIMARY KEY,
  guilds        integer NOT NULL,
  members       bigint  NOT NULL,
  paying_guilds integer NOT NULL,
  database_bytes bigint NOT NULL
);
COMMENT ON TABLE operations_days IS 'One row: how large the deployment was on a day (UTC), as last seen on it.';
