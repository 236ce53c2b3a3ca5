-- A person across organizations. One that was linked into another names it; its rows stay, so that a link can be undone.
create table master_patient (
  id uuid primary key,
  merged_into uuid references master_patient (id),
  version bigint not null default 1,
  created_at timestamptz not null,
  check (merged_into <> id)
);
create index master_patient_merged on master_patient (merged_into) where merged_into is not null;

-- A patient as one organization and issuer (clinic and device) knows them.
create table patient (
  id uuid primary key,
  organization_id uuid not null references organization (id),
  issuer text not null,
  -- The PatientID in clear unless it looks like an identity number: then only its mask is kept beside the keyed hash.
  local_id text,
  local_id_mask text,
  local_id_hash bytea,
  local_id_key int,
  name text not null,
  -- Upper case, no spaces, no component separators; what is compared.
  name_key text not null,
  sex text not null check (sex in ('male', 'female', 'other', 'unknown')),
  birth_date date,
  identity_mask text,
  identity_cipher bytea,
  identity_cipher_key int,
  identity_hash bytea,
  identity_hash_key int,
  phone_mask text,
  phone_cipher bytea,
  phone_cipher_key int,
  master_patient_id uuid not null references master_patient (id),
  merged_into uuid references patient (id),
  version bigint not null default 1,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  check (merged_into <> id)
);
create unique index patient_local_id on patient (organization_id, issuer, local_id_hash) where local_id_hash is not null;
create index patient_local_id_hash on patient (local_id_hash) where local_id_hash is not null;
create index patient_identity on patient (identity_hash) where identity_hash is not null;
create index patient_master on patient (master_patient_id);
create index patient_demographics on patient (name_key, birth_date);
create extension if not exists pg_trgm;
create index patient_name_part on patient using gin (name_key gin_trgm_ops);

-- Every correction of a patient's own data; what stood before it, with numbers masked.
create table patient_change (
  id uuid primary key,
  patient_id uuid not null references patient (id),
  version bigint not null,
  before jsonb not null,
  reason text not null,
  changed_by uuid references app_user (id),
  changed_at timestamptz not null
);
create index patient_change_patient on patient_change (patient_id, version);

-- Every link of a local patient to another master patient, by rule or by a person; undone ones stay.
create table patient_link (
  id uuid primary key,
  patient_id uuid not null references patient (id),
  from_master_id uuid not null references master_patient (id),
  to_master_id uuid not null references master_patient (id),
  linked_by text not null check (linked_by in ('rule', 'person')),
  reason text not null,
  actor_id uuid references app_user (id),
  linked_at timestamptz not null,
  undone_at timestamptz,
  undone_by uuid references app_user (id),
  undone_reason text
);
create unique index patient_link_open on patient_link (patient_id) where undone_at is null;
create index patient_link_master on patient_link (to_master_id) where undone_at is null;

-- Pairs that may be one person; decided ones stay, so that a refused or undone pair is not offered again by the rule.
create table patient_candidate (
  patient_a uuid not null references patient (id),
  patient_b uuid not null references patient (id),
  score int not null check (score between 0 and 100),
  agrees text[] not null,
  differs text[] not null,
  state text not null check (state in ('open', 'linked', 'refused')),
  found_at timestamptz not null,
  decided_at timestamptz,
  decided_by uuid references app_user (id),
  primary key (patient_a, patient_b),
  check (patient_a < patient_b)
);
create index patient_candidate_b on patient_candidate (patient_b);
create index patient_candidate_open on patient_candidate (found_at) where state = 'open';
