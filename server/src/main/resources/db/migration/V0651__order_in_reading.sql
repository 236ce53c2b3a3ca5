-- Published view: what the order of a study says, by the accession number they share, tied already or not.
create view study_order as
select s.id as study_id, o.id as order_id, o.purpose, o.indication,
  case o.laterality when 'left' then array['L'] when 'right' then array['R'] when 'both' then array['L', 'R']
    else array[]::text[] end as sides
from study s
join exam_order o on o.organization_id = s.organization_id and o.accession_number = s.accession_number
where o.status <> 'cancelled';

-- Requests that went back to the clinic because the images were waste (废片): they are counted, though nothing was signed.
create table reading_waste (
  reading_request_id uuid not null references reading_request (id),
  organization_id uuid not null references organization (id),
  modality text not null,
  reason text not null,
  returned_by uuid not null references app_user (id),
  at timestamptz not null,
  primary key (reading_request_id, at)
);
create index reading_waste_organization on reading_waste (organization_id, at);
