"""From a page to records with meaning: assemble, normalize, verify, link, and the runs that drive them."""
