-- Events (decision 8): one row each, one delivery row per consumer until it has had it.
create table outbox_event (
  id uuid primary key,
  type text not null,
  aggregate text not null,
  aggregate_id uuid not null,
  version bigint not null,
  organization_id uuid,
  at timestamptz not null,
  payload jsonb not null
);
create index outbox_event_at on outbox_event (at);

create table event_delivery (
  consumer text not null,
  event_id uuid not null references outbox_event (id),
  due_at timestamptz not null,
  attempts int not null default 0,
  last_error text,
  primary key (consumer, event_id)
);
create index event_delivery_event on event_delivery (event_id);

-- The audit trail (decision 9): rows commit with the change, a sequencer chains them afterwards.
create table audit_event (
  id uuid primary key,
  at timestamptz not null,
  actor text not null,
  user_id uuid,
  organization_id uuid,
  session_id uuid,
  address text,
  action text not null,
  outcome text not null check (outcome in ('success', 'refused', 'failure')),
  object_kind text,
  object_id text,
  patient_id uuid,
  detail jsonb not null default '{}'
);
create index audit_event_at on audit_event (at desc, id desc);
create index audit_event_patient on audit_event (patient_id, at desc) where patient_id is not null;
create index audit_event_user on audit_event (user_id, at desc) where user_id is not null;

create table audit_chain (
  sequence bigint primary key,
  event_id uuid not null unique references audit_event (id),
  previous bytea not null,
  mac bytea not null,
  key_version int not null
);
-- What the sequencer has yet to chain.
create table audit_unchained (event_id uuid primary key references audit_event (id));

-- Grants (decision 10): who may see what beyond their roles, written by features, asked in one place.
create table access_grant (
  id uuid primary key,
  subject_kind text not null check (subject_kind in ('person', 'organization')),
  subject_id uuid not null,
  object_kind text not null check (object_kind in ('patient', 'masterPatient', 'study', 'case')),
  object_id uuid not null,
  reason text not null,
  source text not null,
  created_at timestamptz not null,
  until timestamptz,
  revoked_at timestamptz
);
create index access_grant_object on access_grant (object_id, subject_id) where revoked_at is null;
create index access_grant_subject on access_grant (subject_id, object_kind) where revoked_at is null;

-- Answers to writes that carried an Idempotency-Key, kept for a day.
create table idempotency_key (
  actor text not null,
  key text not null,
  request_digest bytea not null,
  status int,
  answer text,
  content_type text,
  location text,
  created_at timestamptz not null,
  primary key (actor, key)
);
