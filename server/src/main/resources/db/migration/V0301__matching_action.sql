-- Every decision of a person about who is who and whose a study is: what stood before and after it (ids only), so that it
-- can be undone by a further action; nothing of it is ever removed.
create table matching_action (
  id uuid primary key,
  kind text not null check (kind in ('link', 'unlink', 'notSame', 'merge', 'assign', 'change', 'undo')),
  organization_id uuid not null references organization (id),
  patient_id uuid references patient (id),
  other_patient_id uuid references patient (id),
  study_ids uuid[] not null default '{}',
  reason text not null,
  groups_before jsonb not null default '{}',
  groups_after jsonb not null default '{}',
  studies_before jsonb not null default '[]',
  studies_after jsonb not null default '[]',
  actor_id uuid not null references app_user (id),
  actor_name text not null,
  acted_at timestamptz not null,
  undoes uuid unique references matching_action (id)
);
create index matching_action_list on matching_action (organization_id, acted_at desc, id desc);
create index matching_action_patient on matching_action (patient_id, acted_at desc);
create index patient_merged on patient (merged_into) where merged_into is not null;
create index patient_candidate_likeliest on patient_candidate (score desc, found_at desc) where state = 'open';
