"""Changes of the tables, one file each in `versions`. `YYYYMMDDHHMM_pre_…` runs while older code still works on the
tables; `…_post_…` takes away what no running version needs any more."""
