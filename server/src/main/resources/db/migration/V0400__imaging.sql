-- Gateways of the clinics (decision 4): paired by a one-time code, known by the hash of their token.
create table gateway (
  id uuid primary key,
  organization_id uuid not null references organization (id),
  name text not null,
  ae_title text,
  token_hash bytea not null unique,
  paired_at timestamptz not null,
  revoked_at timestamptz,
  last_seen_at timestamptz,
  address text,
  heartbeat jsonb,
  clock_offset_seconds double precision,
  version bigint not null default 1
);
create index gateway_organization on gateway (organization_id);

create table pairing_code (
  id uuid primary key,
  code_hash bytea not null unique,
  organization_id uuid not null references organization (id),
  ae_title text,
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  gateway_id uuid references gateway (id)
);

-- A study as the center holds it. What was sent of the patient stays beside whom the study was matched to.
create table study (
  id uuid primary key,
  study_instance_uid text not null unique,
  organization_id uuid not null references organization (id),
  gateway_id uuid references gateway (id),
  issuer text not null,
  patient_id uuid references patient (id),
  matched boolean not null,
  match_problem text check (match_problem in ('noPatientId', 'contradictsKnown', 'identityIncomplete')),
  sent_patient_id text,
  sent_patient_name text,
  sent_patient_sex text,
  sent_patient_birth_date date,
  sent_patient_key bigint not null,
  modality text,
  modalities text[] not null default '{}',
  body_part text,
  contrast boolean not null default false,
  description text,
  accession_number text,
  study_label text,
  referring_physician text,
  study_date date,
  study_time time,
  study_at timestamptz not null,
  state text not null check (state in ('arriving', 'complete', 'rejected')),
  certainty text not null check (certainty in ('assumed', 'confirmed')),
  finished boolean not null default false,
  received int not null default 0,
  announced int not null default 0,
  expected int,
  conflicts int not null default 0,
  series_count int not null default 0,
  bytes bigint not null default 0,
  received_at timestamptz not null,
  last_received_at timestamptz not null,
  completed_at timestamptz,
  version bigint not null default 1
);
create index study_organization_received on study (organization_id, received_at desc, id desc);
create index study_received on study (received_at desc, id desc);
create index study_patient on study (patient_id, study_at desc) where patient_id is not null;
create index study_date on study (study_date desc, id desc);
create index study_accession on study (accession_number) where accession_number is not null;
create index study_arriving on study (last_received_at) where state = 'arriving';
create index study_unmatched on study (received_at) where not matched;
create index study_patient_name on study using gin (sent_patient_name gin_trgm_ops);

create table series (
  id uuid primary key,
  study_id uuid not null references study (id),
  series_instance_uid text not null unique,
  modality text,
  number int,
  description text,
  body_part text,
  laterality text,
  station_name text,
  manufacturer text,
  performed_date date,
  instance_count int not null default 0,
  received_at timestamptz not null
);
create index series_study on series (study_id, number, id);

create table instance (
  id uuid primary key,
  series_id uuid not null references series (id),
  study_id uuid not null references study (id),
  sop_instance_uid text not null unique,
  sop_class_uid text not null,
  transfer_syntax_uid text not null,
  digest bytea not null check (length(digest) = 32),
  bytes bigint not null,
  blob_id uuid not null unique,
  patient_key bigint not null,
  number int,
  rows int,
  columns int,
  bits_allocated int,
  frames int,
  received_at timestamptz not null
);
create index instance_series on instance (series_id, number, id);
create index instance_study on instance (study_id);

-- What metadata requests answer: DICOM JSON (PS3.18 F) without bulk values, Zstandard-compressed; rebuilt from bytes.
create table instance_header (
  instance_id uuid primary key references instance (id),
  json bytea not null
);
alter table instance_header alter column json set storage external;

-- The same instance sent again in another transfer syntax: noted, the first is kept (decision 3).
create table other_encoding (
  instance_id uuid not null references instance (id),
  transfer_syntax_uid text not null,
  digest bytea not null check (length(digest) = 32),
  received_at timestamptz not null,
  primary key (instance_id, digest)
);

-- Same UID and syntax, other bytes; or a UID that another organization owns (decision 3). Kept, never served.
create table quarantined_instance (
  id uuid primary key,
  reason text not null check (reason in ('otherDigest', 'otherOrganization', 'otherStudy')),
  study_instance_uid text not null,
  series_instance_uid text not null,
  sop_instance_uid text not null,
  sop_class_uid text not null,
  transfer_syntax_uid text not null,
  digest bytea not null check (length(digest) = 32),
  bytes bigint not null,
  blob_id uuid not null unique,
  organization_id uuid not null references organization (id),
  gateway_id uuid references gateway (id),
  issuer text not null,
  study_id uuid not null references study (id),
  received_at timestamptz not null,
  resolved_at timestamptz,
  resolution text,
  unique (sop_instance_uid, organization_id, transfer_syntax_uid, digest)
);
create index quarantined_instance_study on quarantined_instance (study_instance_uid);

-- What a gateway has announced (decision 4), appended by deltas that are idempotent by their number.
create table manifest (
  gateway_id uuid not null references gateway (id),
  study_instance_uid text not null,
  finished boolean not null default false,
  updated_at timestamptz not null,
  primary key (gateway_id, study_instance_uid)
);
create index manifest_study on manifest (study_instance_uid);

create table manifest_delta (
  gateway_id uuid not null,
  study_instance_uid text not null,
  seq bigint not null,
  entries int not null,
  received_at timestamptz not null,
  primary key (gateway_id, study_instance_uid, seq),
  foreign key (gateway_id, study_instance_uid) references manifest (gateway_id, study_instance_uid)
);

create table manifest_entry (
  gateway_id uuid not null,
  study_instance_uid text not null,
  sop_instance_uid text not null,
  digest bytea not null check (length(digest) = 32),
  sop_class_uid text not null,
  transfer_syntax_uid text not null,
  bytes bigint not null,
  seq bigint not null,
  primary key (gateway_id, study_instance_uid, sop_instance_uid, digest),
  foreign key (gateway_id, study_instance_uid) references manifest (gateway_id, study_instance_uid)
);
create index manifest_entry_study on manifest_entry (study_instance_uid, sop_instance_uid);

-- Looks that have been recorded: one per opening of a study and session (decision 9).
create table study_look (
  session_id uuid not null,
  study_id uuid not null references study (id),
  at timestamptz not null,
  primary key (session_id, study_id)
);
create index study_look_at on study_look (at);

-- How far orphaned blobs have been looked for; one row.
create table blob_sweep (
  one boolean primary key default true check (one),
  swept_until timestamptz not null
);
insert into blob_sweep (swept_until) values ('epoch');

-- The published face of a study: what reading, recognition and figures join. A study without a manifest has announced
-- what it received.
create view study_summary as
select
  s.id as study_id,
  s.study_instance_uid,
  s.organization_id,
  o.name as organization_name,
  s.patient_id,
  p.master_patient_id,
  coalesce(p.name, s.sent_patient_name) as patient_name,
  coalesce(p.sex, s.sent_patient_sex) as patient_sex,
  coalesce(p.birth_date, s.sent_patient_birth_date) as patient_birth_date,
  coalesce(s.modality, 'OT') as modality,
  s.body_part,
  s.contrast,
  s.description,
  s.accession_number,
  s.study_at,
  s.series_count,
  s.received as instance_count,
  s.state,
  s.matched,
  s.received,
  greatest(s.announced, case when s.announced = 0 then s.received else 0 end) as announced,
  s.expected,
  s.certainty,
  s.conflicts,
  s.received_at,
  s.version
from study s
join organization o on o.id = s.organization_id
left join patient p on p.id = s.patient_id;
