-- The set that an instance's text is really in, where its device is known to label it wrongly; bytes stay as received.
alter table instance add column character_set text;
-- Looks are the audit trail's (audit_look).
drop table study_look;
