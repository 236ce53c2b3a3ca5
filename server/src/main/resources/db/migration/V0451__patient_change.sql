-- Requests to move studies to another patient: one person asks with a reason, a second one confirms.
create table study_patient_change (
  id uuid primary key,
  version bigint not null default 1,
  state text not null check (state in ('requested', 'confirmed', 'refused', 'withdrawn')),
  organization_id uuid not null references organization (id),
  from_patient_id uuid not null references patient (id),
  to_patient_id uuid not null references patient (id),
  study_ids uuid[] not null check (cardinality(study_ids) > 0),
  reason text not null,
  requested_by uuid not null references app_user (id),
  requested_by_name text not null,
  requested_at timestamptz not null,
  decided_by uuid references app_user (id),
  decided_by_name text,
  decided_at timestamptz,
  note text,
  check (from_patient_id <> to_patient_id),
  -- The second person is another one; only the one who asked may withdraw.
  check (state not in ('confirmed', 'refused') or decided_by <> requested_by)
);
create index study_patient_change_list on study_patient_change (organization_id, requested_at desc, id desc);
create index study_patient_change_studies on study_patient_change using gin (study_ids) where state = 'requested';
