-- Published view: the sides that the images of a study name (DICOM 0020,0060 and 0020,0062), L or R.
create view study_laterality as
select study_id, array_agg(distinct laterality order by laterality) as sides
from series where laterality in ('L', 'R') group by study_id;

-- Rules of safety that a signature went past, and why.
create table report_confirmation (
  report_id uuid not null,
  number int not null,
  rule text not null,
  reason text not null,
  confirmed_by uuid not null references app_user (id),
  confirmed_by_name text not null,
  at timestamptz not null,
  primary key (report_id, number, rule),
  foreign key (report_id, number) references report_version (report_id, number)
);

-- What the writer had written where the reviewer corrected it.
create table report_correction (
  report_id uuid not null,
  number int not null,
  written jsonb not null,
  primary key (report_id, number),
  foreign key (report_id, number) references report_version (report_id, number)
);
create trigger report_confirmation_stays before update or delete on report_confirmation
  for each row execute function report_version_stays();
create trigger report_correction_stays before update or delete on report_correction
  for each row execute function report_version_stays();

-- Who has yet to say that they know of an amended, differing or voided report.
create table report_acknowledgement (
  id uuid primary key,
  report_id uuid not null references report (id),
  number int not null,
  kind text not null check (kind in ('amended', 'differs', 'voided')),
  reason text,
  organization_id uuid not null references organization (id),
  -- Null: anybody of the organization.
  user_id uuid references app_user (id),
  user_name text,
  asked_at timestamptz not null,
  escalate_at timestamptz not null,
  escalations int not null default 0,
  acknowledged_at timestamptz,
  acknowledged_by uuid references app_user (id),
  acknowledged_by_name text
);
create index report_acknowledgement_report on report_acknowledgement (report_id);
create index report_acknowledgement_open on report_acknowledgement (escalate_at) where acknowledged_at is null;
create index report_acknowledgement_person on report_acknowledgement (user_id) where acknowledged_at is null;

alter table reading_request
  add column preliminary_at timestamptz,
  add column preliminary_due_at timestamptz,
  add column preliminary_alarm_at timestamptz,
  -- 0: in time; 1: the next reader has been called; 2: the head of the center too.
  add column missed_level int not null default 0,
  -- How many instances the signature covers; more of them afterwards are late.
  add column signed_instances int,
  add column late_at timestamptz;
create index reading_request_late on reading_request (late_at) where late_at is not null;

-- Every missed target, for the count.
create table reading_miss (
  reading_request_id uuid not null references reading_request (id),
  kind text not null check (kind in ('reader', 'head', 'preliminary')),
  due_at timestamptz not null,
  at timestamptz not null,
  primary key (reading_request_id, kind, due_at)
);
create index reading_miss_at on reading_miss (at);
