-- Orders come by the million, and each index and check is paid for with every one of them.

-- By id first, so that one index answers both for an order of a source and for an order whose source is not known.
ALTER TABLE facts.work_order DROP CONSTRAINT work_order_pkey, ADD PRIMARY KEY (external_id, source);
DROP INDEX facts.work_order_id;

-- The number of a store is looked up in the transaction that writes the order, and a node that has ever had a place in the tree
-- can't be deleted, since its placements refer to it. So the check row by row, with a lock on the store's row each time, finds
-- nothing that could be wrong. The other kinds keep theirs: they are fewer.
ALTER TABLE facts.work_order DROP CONSTRAINT work_order_store_no_fkey;

-- Credit that follows later (a customer who returned, a return that is charged) finds room beside the order.
ALTER TABLE facts.work_order SET (fillfactor = 90);
