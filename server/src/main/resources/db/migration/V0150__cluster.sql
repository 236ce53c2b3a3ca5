-- Servers on this database. A node that has not written its heartbeat for 15 s (time of the database) owns nothing any more.
create table cluster_node (
  name text primary key,
  -- Another one with each start: a process that finds another life under its name has been replaced.
  life uuid not null,
  -- Of its signaling socket, for clients.
  url text not null,
  -- Fingerprints of what all nodes must share: key file and store.
  shares jsonb not null default '{}',
  started_at timestamptz not null,
  heartbeat_at timestamptz not null,
  -- Went in an orderly way.
  ended_at timestamptz
);

-- Messages between nodes that are too long for NOTIFY; swept after minutes.
create table cluster_message (
  id uuid primary key,
  at timestamptz not null default clock_timestamp(),
  body text not null
);
create index cluster_message_at on cluster_message (at);
