-- Whom to telephone at an organization, in this order: duty posts, not a person's own number.
create table critical_contact (
  id uuid primary key,
  organization_id uuid not null references organization (id),
  position int not null check (position >= 0),
  name text not null,
  phone text not null,
  unique (organization_id, position)
);

create table critical_finding (
  id uuid primary key,
  version bigint not null,
  state text not null check (state in ('raised', 'notified', 'acknowledged', 'patientReached', 'handled', 'withdrawn')),
  -- critical has a clock, significant (重大阳性提示) is told without.
  level text not null check (level in ('critical', 'significant')),
  organization_id uuid not null references organization (id),
  study_id uuid not null references study (id),
  item_code text,
  item_name text not null,
  finding text not null,
  raised_by uuid not null references app_user (id),
  raised_by_name text not null,
  raised_at timestamptz not null,
  -- How many contacts have been passed over; the one to call now is this modulo the length of the list.
  turn int not null default 0,
  -- When the next contact is called; null once somebody has answered.
  next_call_at timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by text,
  acknowledged_via text check (acknowledged_via in ('phone', 'screen')),
  read_back text,
  reached_at timestamptz,
  reached_by text,
  reached_whom text check (reached_whom in ('patient', 'family', 'ward', 'villageDoctor', 'other')),
  reached_note text,
  handled_at timestamptz,
  handled_by text,
  handling text,
  withdraw_reason text,
  check (state not in ('acknowledged', 'patientReached', 'handled') or (read_back is not null and next_call_at is null)),
  check (level <> 'critical' or state not in ('raised', 'notified') or next_call_at is not null)
);
create index critical_finding_open on critical_finding (raised_at, id) where state not in ('handled', 'withdrawn');
create index critical_finding_call on critical_finding (next_call_at) where next_call_at is not null;
create index critical_finding_study on critical_finding (study_id);
-- A second click raises nothing twice.
create unique index critical_finding_once on critical_finding (study_id, coalesce(item_code, finding))
  where state not in ('handled', 'withdrawn');

-- All that happened to it: telephone calls, escalations, changes of state.
create table critical_step (
  finding_id uuid not null references critical_finding (id),
  number int not null,
  at timestamptz not null,
  kind text not null check (kind in ('raised', 'called', 'escalated', 'notified', 'acknowledged', 'patientReached',
    'handled', 'withdrawn')),
  -- Null: the clock.
  actor_id uuid references app_user (id),
  actor_name text,
  contact text,
  phone text,
  outcome text check (outcome in ('reached', 'noAnswer', 'busy', 'wrongNumber')),
  person text,
  words text,
  primary key (finding_id, number)
);
create function critical_step_stays() returns trigger language plpgsql as $$
begin
  raise exception 'critical_step is never changed';
end $$;
create trigger critical_step_stays before update or delete on critical_step
  for each row execute function critical_step_stays();

create table shift_handover (
  id uuid primary key,
  organization_id uuid not null references organization (id),
  given_by uuid not null references app_user (id),
  given_by_name text not null,
  taken_by_name text not null,
  note text not null,
  at timestamptz not null
);
create index shift_handover_organization on shift_handover (organization_id, at desc);
