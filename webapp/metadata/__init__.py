"""What pages say to programs: reference managers, search engines, harvesters of links."""
