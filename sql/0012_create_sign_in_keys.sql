CREATE TABLE sign_in_keys (
  name       text        PRIMARY KEY,
  xml        text        NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE sign_in_keys IS 'One row: a key with which web servers protect sign-in cookies and forms; all of them share the rows. Whoever reads them can sign in as anybody.';
