-- A room lives on one node: the lease names it, the fence grows with each claim, and writes of a live room ask for theirs.
alter table room add column lease_node text;
alter table room add column lease_fence bigint not null default 0;
create index room_lease on room (lease_node) where lease_node is not null;

insert into cluster_node (name, life, url, started_at, heartbeat_at)
  select name, gen_random_uuid(), '', started_at, heartbeat_at from signaling_node;
drop table signaling_node;
