-- How many distinct people a range of days had takes a look at every day of every one of them. What was once counted is kept.

CREATE TABLE range_people (
  guild_id       bigint      NOT NULL,
  first_date     date        NOT NULL,
  last_date      date        NOT NULL,
  authors        integer     NOT NULL,
  active_members integer     NOT NULL,
  author_days    bigint      NOT NULL,
  member_days    bigint      NOT NULL,
  counted_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (guild_id, first_date, last_date)
);
COMMENT ON TABLE range_people IS 'One row: distinct people who wrote, and who wrote or were in voice, between two local days of a guild. Good as long as the sums of author_count and active_members over these days are still author_days and member_days: a day that gets another person changes its own.';
