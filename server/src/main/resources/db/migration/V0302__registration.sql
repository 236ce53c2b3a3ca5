-- What the registration desk takes down besides: the address (sealed like the telephone), patients nobody can name, newborns.
alter table patient
  add column address_mask text,
  add column address_cipher bytea,
  add column address_cipher_key int,
  add column identity_kind text not null default 'known' check (identity_kind in ('known', 'unknown', 'newborn')),
  add column mother_id uuid references patient (id);
