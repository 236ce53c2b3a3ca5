-- Recognition items (互认项目), loaded from config/catalog at each start; one that is no longer there is retired.
create table recognition_item (
  code text primary key,
  name text not null,
  name_en text,
  modality text not null,
  body_part text,
  contrast text check (contrast in ('plain', 'enhanced')),
  validity_days int not null check (validity_days >= 0),
  area text not null,
  fallback boolean not null,
  retired_at timestamptz
);

-- Which organization passed the quality assessment of which item, and from when till when (both days included).
create table qualification (
  id uuid primary key,
  organization_id uuid not null references organization (id),
  item_code text not null references recognition_item (code),
  valid_from date not null,
  valid_until date not null,
  -- Where the mark holds, when it differs from the item's.
  area text,
  assessed_by text,
  created_by text not null,
  created_at timestamptz not null,
  check (valid_from <= valid_until)
);
create index qualification_item on qualification (organization_id, item_code, valid_until);

-- One row per final report that carries an item; amendments and withdrawals change it.
create table recognition_result (
  id uuid primary key,
  version bigint not null,
  report_id uuid not null unique references report (id),
  report_number int not null,
  study_id uuid not null references study (id),
  organization_id uuid not null references organization (id),
  patient_id uuid references patient (id),
  item_code text not null references recognition_item (code),
  performed_at timestamptz not null,
  performed_on date not null,
  -- The last day on which it is offered.
  valid_until date not null,
  qualified boolean not null,
  mark text,
  image_quality text not null,
  incomplete boolean not null,
  voided_at timestamptz,
  decided_at timestamptz not null,
  check ((mark is not null) <= qualified)
);
create index recognition_result_patient on recognition_result (patient_id, item_code, performed_at desc);
create index recognition_result_study on recognition_result (study_id);

create table recognition_decision (
  id uuid primary key,
  result_id uuid not null references recognition_result (id),
  item_code text not null references recognition_item (code),
  patient_id uuid not null references patient (id),
  exam_order_id text,
  decision text not null check (decision in ('recognized', 'repeated')),
  reason text check (reason in
    ('conditionChanged', 'changesQuickly', 'majorDecision', 'emergency', 'forensic', 'other')),
  patient_informed boolean,
  note text,
  decided_by uuid not null references app_user (id),
  decided_by_name text not null,
  organization_id uuid not null references organization (id),
  decided_at timestamptz not null,
  check (decision = 'recognized' or (reason is not null and patient_informed)),
  check (reason is distinct from 'other' or note is not null)
);
create index recognition_decision_result on recognition_decision (result_id, decided_at desc);
create index recognition_decision_patient on recognition_decision (patient_id, decided_at desc, id);
