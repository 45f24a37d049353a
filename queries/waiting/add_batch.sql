-- Record an import.
-- in:  $id text, $community text, $layer text, $file text, $account text, $role text,
--      $imported_at timestamp
-- out: nothing
insert into import_batch (id, community, layer, file, account, role, imported_at)
values ($id::uuid, $community, $layer, $file, $account, $role, $imported_at)
