-- Note that an import was undone.
-- in:  $id text, $community text, $undone_at timestamp
-- out: nothing
update import_batch
set undone_at = $undone_at
where id = $id::uuid and community = $community
