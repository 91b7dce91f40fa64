-- Tables and queries for Orleans' ADO.NET providers: clustering, grain storage, reminders (Orleans 10.4).
-- Dictated by the providers: the relation orleansquery (querykey, querytext), the query keys, the @Parameters
-- and the names of the result columns. Everything else is ours.
-- Every query is one statement, so that a compare-and-swap is atomic without a function or an explicit transaction.

CREATE TABLE orleansquery (
  querykey  text PRIMARY KEY,
  querytext text NOT NULL
);
COMMENT ON TABLE orleansquery IS
  'One row is one SQL query that an Orleans provider loads by key when its process starts.';

CREATE TABLE orleans_clusters (
  cluster_id text PRIMARY KEY,
  version    integer NOT NULL DEFAULT 0 CHECK (version >= 0),
  changed_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE orleans_clusters IS
  'One row is one Orleans cluster; its version rises with every change of its membership and guards each of them.';

CREATE TABLE orleans_silos (
  cluster_id   text NOT NULL REFERENCES orleans_clusters ON DELETE CASCADE,
  ip           text NOT NULL,
  port         integer NOT NULL,
  generation   integer NOT NULL,
  silo_name    text NOT NULL,
  host_name    text NOT NULL,
  status       integer NOT NULL,
  gateway_port integer NOT NULL,
  suspicions   text,
  started_at   timestamptz NOT NULL,
  alive_at     timestamptz NOT NULL,
  PRIMARY KEY (cluster_id, ip, port, generation)
);
COMMENT ON TABLE orleans_silos IS
  'One row is one start of one silo in a cluster; status 3 = active, 6 = dead. Dead rows are removed by Orleans after days.';

CREATE TABLE orleans_grain_states (
  service_id text NOT NULL,
  state_name text NOT NULL,
  key_n0     bigint NOT NULL,
  key_n1     bigint NOT NULL,
  key_text   text,
  payload    bytea,
  version    integer NOT NULL,
  saved_at   timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT orleans_grain_states_key
    UNIQUE NULLS NOT DISTINCT (service_id, state_name, key_n0, key_n1, key_text)
);
COMMENT ON TABLE orleans_grain_states IS
  'One row is one named state of one grain as its serializer wrote it; payload null = cleared, version is the ETag.';

CREATE TABLE orleans_reminders (
  service_id text NOT NULL,
  grain_id   text NOT NULL,
  name       text NOT NULL,
  ring_hash  integer NOT NULL,
  first_due  timestamptz NOT NULL,
  period_ms  bigint NOT NULL,
  version    integer NOT NULL DEFAULT 0,
  PRIMARY KEY (service_id, grain_id, name)
);
COMMENT ON TABLE orleans_reminders IS
  'One row is one durable reminder of one grain: when it was first due and how often it comes back.';
CREATE INDEX orleans_reminders_ring ON orleans_reminders (service_id, ring_hash);

-- Clustering -----------------------------------------------------------------------------------------------------

INSERT INTO orleansquery (querykey, querytext) VALUES
('InsertMembershipVersionKey', $q$
  WITH made AS (
    INSERT INTO orleans_clusters (cluster_id) VALUES (@DeploymentId)
    ON CONFLICT (cluster_id) DO NOTHING
    RETURNING 1)
  SELECT EXISTS (SELECT FROM made)
$q$),

-- One statement, so that the version and the silos are of the same snapshot; no silo = one row with the version only.
('MembershipReadAllKey', $q$
  SELECT c.version AS Version, s.ip AS Address, s.port AS Port, s.generation AS Generation,
         s.silo_name AS SiloName, s.host_name AS HostName, s.status AS Status, s.gateway_port AS ProxyPort,
         s.suspicions AS SuspectTimes, s.started_at AS StartTime, s.alive_at AS IAmAliveTime
  FROM orleans_clusters c
  LEFT JOIN orleans_silos s USING (cluster_id)
  WHERE c.cluster_id = @DeploymentId
$q$),

('MembershipReadRowKey', $q$
  SELECT c.version AS Version, s.ip AS Address, s.port AS Port, s.generation AS Generation,
         s.silo_name AS SiloName, s.host_name AS HostName, s.status AS Status, s.gateway_port AS ProxyPort,
         s.suspicions AS SuspectTimes, s.started_at AS StartTime, s.alive_at AS IAmAliveTime
  FROM orleans_clusters c
  LEFT JOIN orleans_silos s
    ON s.cluster_id = c.cluster_id AND s.ip = @Address AND s.port = @Port AND s.generation = @Generation
  WHERE c.cluster_id = @DeploymentId
$q$),

-- A refused duplicate must not raise the version, hence NOT EXISTS before the bump.
('InsertMembershipKey', $q$
  WITH bumped AS (
    UPDATE orleans_clusters SET version = version + 1, changed_at = now()
    WHERE cluster_id = @DeploymentId AND version = @Version
      AND NOT EXISTS (
        SELECT FROM orleans_silos
        WHERE cluster_id = @DeploymentId AND ip = @Address AND port = @Port AND generation = @Generation)
    RETURNING cluster_id),
  added AS (
    INSERT INTO orleans_silos
      (cluster_id, ip, port, generation, silo_name, host_name, status, gateway_port, started_at, alive_at)
    SELECT cluster_id, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
    FROM bumped
    RETURNING 1)
  SELECT EXISTS (SELECT FROM added)
$q$),

('UpdateMembershipKey', $q$
  WITH bumped AS (
    UPDATE orleans_clusters SET version = version + 1, changed_at = now()
    WHERE cluster_id = @DeploymentId AND version = @Version
      AND EXISTS (
        SELECT FROM orleans_silos
        WHERE cluster_id = @DeploymentId AND ip = @Address AND port = @Port AND generation = @Generation)
    RETURNING cluster_id),
  changed AS (
    UPDATE orleans_silos s SET status = @Status, suspicions = @SuspectTimes, alive_at = @IAmAliveTime
    FROM bumped b
    WHERE s.cluster_id = b.cluster_id AND s.ip = @Address AND s.port = @Port AND s.generation = @Generation
    RETURNING 1)
  SELECT EXISTS (SELECT FROM changed)
$q$),

-- The heartbeat: must not raise the version. (The lower-case t is the provider's.)
('UpdateIAmAlivetimeKey', $q$
  UPDATE orleans_silos SET alive_at = @IAmAliveTime
  WHERE cluster_id = @DeploymentId AND ip = @Address AND port = @Port AND generation = @Generation
$q$),

('GatewaysQueryKey', $q$
  SELECT ip AS Address, gateway_port AS ProxyPort, generation AS Generation
  FROM orleans_silos
  WHERE cluster_id = @DeploymentId AND status = @Status AND gateway_port > 0
$q$),

-- The silos go with their cluster.
('DeleteMembershipTableEntriesKey', $q$
  DELETE FROM orleans_clusters WHERE cluster_id = @DeploymentId
$q$),

('CleanupDefunctSiloEntriesKey', $q$
  DELETE FROM orleans_silos
  WHERE cluster_id = @DeploymentId AND status = 6 AND alive_at < @IAmAliveTime AND started_at < @IAmAliveTime
$q$),

-- Only when the row still is what the caller read, so that a new vote is never lost.
('CleanupDefunctSiloEntryKey', $q$
  DELETE FROM orleans_silos
  WHERE cluster_id = @DeploymentId AND status = 6
    AND ip = @Address AND port = @Port AND generation = @Generation
    AND started_at = @StartTime AND alive_at = @IAmAliveTime AND suspicions IS NOT DISTINCT FROM @SuspectTimes
$q$);

-- Grain storage --------------------------------------------------------------------------------------------------
-- A write that loses the compare-and-swap returns no row; the provider turns that into InconsistentStateException.

INSERT INTO orleansquery (querykey, querytext) VALUES
('ReadFromStorageKey', $q$
  SELECT payload AS PayloadBinary, version AS Version
  FROM orleans_grain_states
  WHERE service_id = @ServiceId AND state_name = @GrainTypeString
    AND key_n0 = @GrainIdN0 AND key_n1 = @GrainIdN1 AND key_text IS NOT DISTINCT FROM @GrainIdExtensionString
$q$),

('WriteToStorageKey', $q$
  WITH replaced AS (
    UPDATE orleans_grain_states SET payload = @PayloadBinary, version = version + 1, saved_at = now()
    WHERE service_id = @ServiceId AND state_name = @GrainTypeString
      AND key_n0 = @GrainIdN0 AND key_n1 = @GrainIdN1 AND key_text IS NOT DISTINCT FROM @GrainIdExtensionString
      AND version = @GrainStateVersion
    RETURNING version),
  created AS (
    INSERT INTO orleans_grain_states (service_id, state_name, key_n0, key_n1, key_text, payload, version)
    SELECT @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, @GrainIdExtensionString, @PayloadBinary, 1
    WHERE @GrainStateVersion IS NULL
    ON CONFLICT ON CONSTRAINT orleans_grain_states_key DO NOTHING
    RETURNING version)
  SELECT version AS NewGrainStateVersion FROM replaced
  UNION ALL
  SELECT version FROM created
$q$),

-- The row stays, so that a writer with an old ETag still loses.
('ClearStorageKey', $q$
  UPDATE orleans_grain_states SET payload = NULL, version = version + 1, saved_at = now()
  WHERE service_id = @ServiceId AND state_name = @GrainTypeString
    AND key_n0 = @GrainIdN0 AND key_n1 = @GrainIdN1 AND key_text IS NOT DISTINCT FROM @GrainIdExtensionString
    AND version = @GrainStateVersion
  RETURNING version
$q$),

('DeleteStorageKey', $q$
  DELETE FROM orleans_grain_states
  WHERE service_id = @ServiceId AND state_name = @GrainTypeString
    AND key_n0 = @GrainIdN0 AND key_n1 = @GrainIdN1 AND key_text IS NOT DISTINCT FROM @GrainIdExtensionString
    AND version = @GrainStateVersion
  RETURNING version + 1
$q$);

-- Reminders ------------------------------------------------------------------------------------------------------

INSERT INTO orleansquery (querykey, querytext) VALUES
('ReadReminderRowsKey', $q$
  SELECT grain_id AS GrainId, name AS ReminderName, first_due AS StartTime, period_ms AS Period, version AS Version
  FROM orleans_reminders
  WHERE service_id = @ServiceId AND grain_id = @GrainId
$q$),

('ReadReminderRowKey', $q$
  SELECT grain_id AS GrainId, name AS ReminderName, first_due AS StartTime, period_ms AS Period, version AS Version
  FROM orleans_reminders
  WHERE service_id = @ServiceId AND grain_id = @GrainId AND name = @ReminderName
$q$),

-- The ring is signed here: begin exclusive, end inclusive; the second query is the range that wraps around.
('ReadRangeRows1Key', $q$
  SELECT grain_id AS GrainId, name AS ReminderName, first_due AS StartTime, period_ms AS Period, version AS Version
  FROM orleans_reminders
  WHERE service_id = @ServiceId AND ring_hash > @BeginHash AND ring_hash <= @EndHash
$q$),

('ReadRangeRows2Key', $q$
  SELECT grain_id AS GrainId, name AS ReminderName, first_due AS StartTime, period_ms AS Period, version AS Version
  FROM orleans_reminders
  WHERE service_id = @ServiceId AND (ring_hash > @BeginHash OR ring_hash <= @EndHash)
$q$),

('UpsertReminderRowKey', $q$
  INSERT INTO orleans_reminders AS r (service_id, grain_id, name, ring_hash, first_due, period_ms)
  VALUES (@ServiceId, @GrainId, @ReminderName, @GrainHash, @StartTime, @Period)
  ON CONFLICT (service_id, grain_id, name) DO UPDATE
    SET ring_hash = EXCLUDED.ring_hash, first_due = EXCLUDED.first_due, period_ms = EXCLUDED.period_ms,
        version = r.version + 1
  RETURNING version AS Version
$q$),

('DeleteReminderRowKey', $q$
  WITH gone AS (
    DELETE FROM orleans_reminders
    WHERE service_id = @ServiceId AND grain_id = @GrainId AND name = @ReminderName AND version = @Version
    RETURNING 1)
  SELECT EXISTS (SELECT FROM gone)
$q$),

('DeleteReminderRowsKey', $q$
  DELETE FROM orleans_reminders WHERE service_id = @ServiceId
$q$);
