-- What files a reading request by itself when a study arrives.
create table reading_rule (
  organization_id uuid not null references organization (id),
  modality text not null,
  mode text not null check (mode in ('A', 'B', 'C')),
  priority text not null check (priority in ('emergency', 'urgent', 'routine')),
  purpose text not null check (purpose in ('outpatient', 'inpatient', 'emergency', 'healthCheck')),
  primary key (organization_id, modality)
);

-- Where writer and reviewer may be one person. Modality * is every one.
create table single_signature_policy (
  organization_id uuid not null references organization (id),
  modality text not null,
  reason text not null,
  since timestamptz not null,
  primary key (organization_id, modality)
);

create table reading_request (
  id uuid primary key,
  version bigint not null,
  state text not null check (state in ('draft', 'submitted', 'claimed', 'preliminary', 'written', 'final', 'amending',
    'amendmentWritten', 'returned', 'cancelled', 'voided')),
  organization_id uuid not null references organization (id),
  study_id uuid not null references study (id),
  modality text not null,
  body_part text,
  mode text not null check (mode in ('A', 'B', 'C')),
  priority text not null check (priority in ('emergency', 'urgent', 'routine')),
  purpose text not null check (purpose in ('outpatient', 'inpatient', 'emergency', 'healthCheck')),
  clinical_info text not null,
  -- Null: filed by a rule.
  filed_by uuid references app_user (id),
  filed_at timestamptz not null,
  arrived_at timestamptz not null,
  submitted_at timestamptz,
  due_at timestamptz not null,
  -- False while due_at is an estimate: the clock starts when the study is complete and the request submitted.
  clock_started boolean not null,
  lease_holder uuid references app_user (id),
  lease_holder_name text,
  lease_until timestamptz,
  lease_for text check (lease_for in ('write', 'review')),
  writer_id uuid references app_user (id),
  writer_name text,
  writer_organization_id uuid references organization (id),
  written_at timestamptz,
  -- How long the writer's lease would have lasted when writing ended it.
  writer_until timestamptz,
  reviewer_id uuid references app_user (id),
  reviewer_name text,
  final_at timestamptz,
  return_reason text,
  cancel_reason text,
  amend_reason text,
  void_reason text,
  review_comment text,
  check ((lease_holder is null) = (lease_until is null) and (lease_holder is null) = (lease_for is null))
);
create unique index reading_request_open on reading_request (study_id) where state not in ('cancelled', 'voided');
create index reading_request_study on reading_request (study_id);
create index reading_request_due on reading_request (due_at, id)
  where state in ('submitted', 'claimed', 'preliminary', 'written', 'amending', 'amendmentWritten', 'returned', 'draft');
create index reading_request_organization on reading_request (organization_id, due_at, id);
create index reading_request_lease on reading_request (lease_until) where lease_until is not null;

create table report (
  id uuid primary key,
  version bigint not null,
  reading_request_id uuid not null unique references reading_request (id),
  organization_id uuid not null references organization (id),
  study_id uuid not null references study (id),
  status text not null check (status in ('draft', 'preliminary', 'final', 'voided')),
  -- The version in force; null before the first.
  number int,
  opened_at timestamptz,
  void_reason text,
  voided_at timestamptz
);
create index report_study on report (study_id);

-- The one draft of a report. Contributors wrote some of it since the last signed version: none of them may review it.
create table report_draft (
  report_id uuid primary key references report (id),
  version bigint not null,
  content jsonb not null,
  contributors uuid[] not null,
  saved_at timestamptz not null,
  saved_by uuid not null references app_user (id),
  saved_by_name text not null
);

-- Issued versions. They are never changed: an amendment is a new row.
create table report_version (
  report_id uuid not null references report (id),
  number int not null,
  kind text not null check (kind in ('preliminary', 'final')),
  content jsonb not null,
  item_code text,
  item_name text,
  image_quality text not null check (image_quality in ('A', 'B', 'C', 'rejected')),
  positive boolean not null,
  writer_id uuid not null references app_user (id),
  writer_name text not null,
  writer_organization_id uuid not null references organization (id),
  written_at timestamptz not null,
  reviewer_id uuid references app_user (id),
  reviewer_name text,
  reviewed_at timestamptz,
  single_signature boolean not null,
  incomplete_reason text,
  amend_reason text,
  -- SHA-256 of what the signatures stand for.
  digest bytea not null,
  primary key (report_id, number),
  check (kind = 'preliminary' or reviewer_id is not null)
);

create function report_version_stays() returns trigger language plpgsql as $$
begin
  raise exception 'report_version is never changed';
end $$;
create trigger report_version_stays before update or delete on report_version
  for each row execute function report_version_stays();

-- Who has opened which version, once per session.
create table report_opening (
  report_id uuid not null,
  number int not null,
  session_id uuid not null,
  user_id uuid not null references app_user (id),
  organization_id uuid not null references organization (id),
  opened_at timestamptz not null,
  primary key (report_id, number, session_id),
  foreign key (report_id, number) references report_version (report_id, number)
);
