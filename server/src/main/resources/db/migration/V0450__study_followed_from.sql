-- The local patient that the study belonged to, or would belong to, had it not been merged into study.patient_id: undoing
-- the merge gives the study back.
alter table study add column followed_from uuid references patient (id);
create index study_followed_from on study (followed_from) where followed_from is not null;
