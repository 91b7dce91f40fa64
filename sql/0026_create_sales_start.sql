-- Whoever begins to sell takes nothing from those who had everything, for as long as a lost plan can still be seen.
CREATE TABLE sales_start (
  is_only boolean     PRIMARY KEY DEFAULT true CHECK (is_only),
  since   timestamptz NOT NULL
);
COMMENT ON TABLE sales_start IS 'At most one row: since when this deployment sells plans, as it was first noticed.';
