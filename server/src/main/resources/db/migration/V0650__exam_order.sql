-- Examinations ordered by hand. A study that arrives with the accession number is tied to its order.
create table exam_order (
  id uuid primary key,
  version bigint not null default 1,
  organization_id uuid not null references organization (id),
  patient_id uuid not null references patient (id),
  accession_number text not null check (length(accession_number) between 1 and 16),
  status text not null check (status in ('ordered', 'performed', 'cancelled')),
  item_code text references recognition_item (code),
  modality text not null,
  body_part text,
  contrast boolean not null,
  laterality text check (laterality in ('left', 'right', 'both')),
  indication text,
  purpose text not null check (purpose in ('outpatient', 'inpatient', 'emergency', 'healthCheck')),
  ordered_by uuid not null references app_user (id),
  ordered_by_name text not null,
  ordered_at timestamptz not null,
  performed_at timestamptz,
  cancelled_by uuid references app_user (id),
  cancelled_at timestamptz,
  cancel_reason text,
  check ((status = 'cancelled') = (cancelled_at is not null and cancel_reason is not null))
);
create unique index exam_order_accession on exam_order (organization_id, accession_number);
create index exam_order_list on exam_order (organization_id, ordered_at desc, id desc);
create index exam_order_patient on exam_order (patient_id, ordered_at desc);

create table exam_order_study (
  study_id uuid primary key references study (id),
  order_id uuid not null references exam_order (id),
  tied_at timestamptz not null
);
create index exam_order_study_order on exam_order_study (order_id);

-- The last accession number that was given out, per organization and day.
create table exam_order_number (
  organization_id uuid not null references organization (id),
  day date not null,
  last int not null,
  primary key (organization_id, day)
);
