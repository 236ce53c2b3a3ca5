-- What QIDO-RS searches of the patient stands on the study itself: a condition over two tables cannot be looked up in an
-- index, and at a million studies every such question read all of them.
alter table study
  -- As shown: of the patient, else as sent. Kept by the triggers below, never written by the server.
  add column patient_name_key text,
  add column patient_local_id text;

-- The comparable form of a name, near enough to the server's own (letters and digits, upper case) for what no patient holds.
create function name_key(name text) returns text language sql immutable parallel safe as $$
  select upper(regexp_replace(normalize(name, NFKC), '[^[:alnum:]]', '', 'g'))
$$;

create function study_search_terms() returns trigger language plpgsql as $$
begin
  new.patient_name_key :=
    name_key(coalesce(nullif(split_part(new.sent_patient_name, '=', 2), ''), split_part(new.sent_patient_name, '=', 1)));
  new.patient_local_id := new.sent_patient_id;
  if new.patient_id is not null then
    select p.name_key, coalesce(p.local_id, p.local_id_mask, new.sent_patient_id)
      into new.patient_name_key, new.patient_local_id
      from patient p where p.id = new.patient_id;
  end if;
  return new;
end $$;
create trigger study_search_terms before insert or update of patient_id, sent_patient_id, sent_patient_name on study
  for each row execute function study_search_terms();

create function study_search_terms_follow() returns trigger language plpgsql as $$
begin
  update study set patient_id = patient_id where patient_id = new.id;
  return null;
end $$;
create trigger study_search_terms_follow after update of name_key, local_id, local_id_mask on patient
  for each row
  when ((old.name_key, old.local_id, old.local_id_mask) is distinct from (new.name_key, new.local_id, new.local_id_mask))
  execute function study_search_terms_follow();

update study set patient_id = patient_id;

drop index study_patient_name;
create index study_patient_name_key on study using gin (patient_name_key gin_trgm_ops);
create index study_patient_local_id on study (patient_local_id);
create index study_patient_birth on patient (birth_date);

-- The order of search results has the undated last.
drop index study_date;
create index study_date on study (study_date desc nulls last, id desc);
