"""Pages into tables, paragraphs and disclosures: places and words, no accounting."""
