CREATE TABLE agencies (
    agency_id TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    region_code TEXT COLLATE "C",
    CONSTRAINT pk_agencies PRIMARY KEY (agency_id)
);

CREATE TABLE agency_names (
    agency_id TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    first_year BIGINT,
    last_year BIGINT,
    evidence TEXT COLLATE "C",
    status TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_agency_names PRIMARY KEY (agency_id, name)
);

CREATE TABLE classifications_data (
    code TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    level TEXT COLLATE "C" NOT NULL,
    list TEXT COLLATE "C" NOT NULL,
    account TEXT COLLATE "C",
    valid_from DATE,
    valid_to DATE,
    provenance TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_classifications_data PRIMARY KEY (list, code, name)
);

CREATE TABLE documents_data (
    doc BIGINT NOT NULL,
    file_bytes BIGINT NOT NULL,
    page_count BIGINT NOT NULL,
    document_id TEXT COLLATE "C" NOT NULL,
    file_name TEXT COLLATE "C" NOT NULL,
    text_layer TEXT COLLATE "C" NOT NULL,
    producer TEXT COLLATE "C",
    status TEXT COLLATE "C" NOT NULL,
    recipe TEXT COLLATE "C" NOT NULL,
    load_id TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_documents_data PRIMARY KEY (document_id),
    CONSTRAINT uq_documents_data_doc UNIQUE (doc)
);

CREATE INDEX ix_documents_data_file_name ON documents_data (file_name);

CREATE TABLE failures (
    failure_id TEXT COLLATE "C" NOT NULL,
    inbox TEXT COLLATE "C" NOT NULL,
    file_name TEXT COLLATE "C" NOT NULL,
    document_id TEXT COLLATE "C",
    page BIGINT,
    code TEXT COLLATE "C" NOT NULL,
    message TEXT COLLATE "C" NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_failures PRIMARY KEY (failure_id)
);

CREATE INDEX ix_failures_file_name ON failures (file_name);

CREATE TABLE mingzhang_meta (
    name TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_mingzhang_meta PRIMARY KEY (name)
);

CREATE TABLE amount_heads (
    doc BIGINT NOT NULL,
    head_no INTEGER NOT NULL,
    support INTEGER NOT NULL,
    column_path TEXT COLLATE "C",
    flow TEXT COLLATE "C",
    fund TEXT COLLATE "C",
    origin TEXT COLLATE "C",
    nature TEXT COLLATE "C",
    phase TEXT COLLATE "C",
    comparison TEXT COLLATE "C",
    measure TEXT COLLATE "C" NOT NULL,
    unit TEXT COLLATE "C",
    null_kind TEXT COLLATE "C",
    reading TEXT COLLATE "C" NOT NULL,
    trust TEXT COLLATE "C" NOT NULL,
    trust_margin_yuan NUMERIC,
    CONSTRAINT pk_amount_heads PRIMARY KEY (doc, head_no),
    CONSTRAINT fk_amount_heads_documents_data FOREIGN KEY(doc) REFERENCES documents_data (doc) ON DELETE CASCADE
);

CREATE TABLE amount_lines (
    doc BIGINT NOT NULL,
    line_no INTEGER NOT NULL,
    is_total BOOLEAN NOT NULL,
    is_leaf BOOLEAN,
    row_label TEXT COLLATE "C",
    row_path TEXT COLLATE "C",
    functional_code TEXT COLLATE "C",
    functional_name TEXT COLLATE "C",
    economic_code TEXT COLLATE "C",
    economic_name TEXT COLLATE "C",
    economic_kind TEXT COLLATE "C",
    code_status TEXT COLLATE "C" NOT NULL,
    level TEXT COLLATE "C",
    project_name TEXT COLLATE "C",
    unit_name TEXT COLLATE "C",
    CONSTRAINT pk_amount_lines PRIMARY KEY (doc, line_no),
    CONSTRAINT fk_amount_lines_documents_data FOREIGN KEY(doc) REFERENCES documents_data (doc) ON DELETE CASCADE
);

CREATE INDEX ix_amount_lines_economic_code ON amount_lines (economic_code) WHERE economic_code IS NOT NULL;

CREATE INDEX ix_amount_lines_functional_code ON amount_lines (functional_code) WHERE functional_code IS NOT NULL;

CREATE TABLE amounts_data (
    doc BIGINT NOT NULL,
    amount_fen BIGINT,
    table_no INTEGER NOT NULL,
    row INTEGER NOT NULL,
    col INTEGER NOT NULL,
    disclosure_no INTEGER,
    page INTEGER NOT NULL,
    x0 INTEGER NOT NULL,
    y0 INTEGER NOT NULL,
    x1 INTEGER NOT NULL,
    y1 INTEGER NOT NULL,
    line_no INTEGER NOT NULL,
    head_no INTEGER NOT NULL,
    value NUMERIC,
    printed TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_amounts_data PRIMARY KEY (doc, table_no, row, col),
    CONSTRAINT fk_amounts_data_documents_data FOREIGN KEY(doc) REFERENCES documents_data (doc) ON DELETE CASCADE
);

CREATE TABLE cells_data (
    doc BIGINT NOT NULL,
    table_no INTEGER NOT NULL,
    part INTEGER NOT NULL,
    boxes TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_cells_data PRIMARY KEY (doc, table_no, part),
    CONSTRAINT fk_cells_data_documents_data FOREIGN KEY(doc) REFERENCES documents_data (doc) ON DELETE CASCADE
);

CREATE TABLE check_operands_data (
    doc BIGINT NOT NULL,
    check_no BIGINT NOT NULL,
    operand_doc BIGINT,
    position INTEGER NOT NULL,
    sign INTEGER NOT NULL,
    operand_a INTEGER NOT NULL,
    operand_b INTEGER NOT NULL,
    operand_c INTEGER,
    side TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_check_operands_data PRIMARY KEY (doc, check_no, side, position),
    CONSTRAINT fk_check_operands_data_documents_data FOREIGN KEY(doc) REFERENCES documents_data (doc) ON DELETE CASCADE
);

CREATE TABLE checks_data (
    doc BIGINT NOT NULL,
    check_no BIGINT NOT NULL,
    disclosure_no INTEGER,
    form_id TEXT COLLATE "C",
    rule TEXT COLLATE "C" NOT NULL,
    reach TEXT COLLATE "C" NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    quantity TEXT COLLATE "C" NOT NULL,
    expected NUMERIC,
    printed NUMERIC,
    difference NUMERIC,
    tolerance NUMERIC,
    expected_yuan NUMERIC,
    printed_yuan NUMERIC,
    difference_yuan NUMERIC,
    tolerance_yuan NUMERIC,
    not_testable_reason TEXT COLLATE "C",
    message TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_checks_data PRIMARY KEY (doc, check_no),
    CONSTRAINT fk_checks_data_documents_data FOREIGN KEY(doc) REFERENCES documents_data (doc) ON DELETE CASCADE
);

CREATE INDEX ix_checks_data_status ON checks_data (status) WHERE status = 'violated';

CREATE TABLE checks_held (
    doc BIGINT NOT NULL,
    part INTEGER NOT NULL,
    disclosure_no INTEGER,
    items INTEGER NOT NULL,
    form_id TEXT COLLATE "C",
    status TEXT COLLATE "C" NOT NULL,
    identities TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_checks_held PRIMARY KEY (doc, part),
    CONSTRAINT fk_checks_held_documents_data FOREIGN KEY(doc) REFERENCES documents_data (doc) ON DELETE CASCADE
);

CREATE TABLE claims_data (
    doc BIGINT NOT NULL,
    amount_fen BIGINT,
    change_fen BIGINT,
    paragraph_no INTEGER NOT NULL,
    claim_no INTEGER NOT NULL,
    disclosure_no INTEGER,
    page INTEGER NOT NULL,
    x0 INTEGER NOT NULL,
    y0 INTEGER NOT NULL,
    x1 INTEGER NOT NULL,
    y1 INTEGER NOT NULL,
    implied BOOLEAN NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    pattern TEXT COLLATE "C",
    subject TEXT COLLATE "C",
    metric TEXT COLLATE "C",
    functional_code TEXT COLLATE "C",
    economic_code TEXT COLLATE "C",
    share_pct NUMERIC,
    change_pct NUMERIC,
    completion_pct NUMERIC,
    direction TEXT COLLATE "C",
    base TEXT COLLATE "C",
    reason TEXT COLLATE "C",
    count_value NUMERIC,
    count_unit TEXT COLLATE "C",
    text_value TEXT COLLATE "C",
    sentence TEXT COLLATE "C" NOT NULL,
    trust TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_claims_data PRIMARY KEY (doc, paragraph_no, claim_no),
    CONSTRAINT fk_claims_data_documents_data FOREIGN KEY(doc) REFERENCES documents_data (doc) ON DELETE CASCADE
);

CREATE INDEX ix_claims_data_economic_code ON claims_data (economic_code) WHERE economic_code IS NOT NULL;

CREATE INDEX ix_claims_data_functional_code ON claims_data (functional_code) WHERE functional_code IS NOT NULL;

CREATE INDEX ix_claims_data_kind ON claims_data (kind);

CREATE TABLE completeness_data (
    doc BIGINT NOT NULL,
    disclosure_no INTEGER NOT NULL,
    item TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_completeness_data PRIMARY KEY (doc, disclosure_no, item),
    CONSTRAINT fk_completeness_data_documents_data FOREIGN KEY(doc) REFERENCES documents_data (doc) ON DELETE CASCADE
);

CREATE TABLE disclosures_data (
    doc BIGINT NOT NULL,
    disclosure_ordinal BIGINT NOT NULL,
    edition BIGINT,
    fiscal_year BIGINT,
    page_first BIGINT NOT NULL,
    page_last BIGINT NOT NULL,
    disclosure_no INTEGER NOT NULL,
    published_on DATE,
    sum_rank INTEGER,
    is_current BOOLEAN,
    in_sum BOOLEAN NOT NULL,
    disclosure_id TEXT COLLATE "C" NOT NULL,
    document_id TEXT COLLATE "C" NOT NULL,
    report_id TEXT COLLATE "C",
    stage TEXT COLLATE "C",
    agency_id TEXT COLLATE "C",
    agency_name TEXT COLLATE "C",
    level_of_report TEXT COLLATE "C",
    parent_disclosure_id TEXT COLLATE "C",
    region_code TEXT COLLATE "C",
    region_name TEXT COLLATE "C",
    CONSTRAINT pk_disclosures_data PRIMARY KEY (disclosure_id),
    CONSTRAINT uq_disclosures_data_doc UNIQUE (doc, disclosure_no),
    CONSTRAINT fk_disclosures_data_documents_data FOREIGN KEY(document_id) REFERENCES documents_data (document_id) ON DELETE CASCADE
);

CREATE INDEX ix_disclosures_data_agency_id ON disclosures_data (agency_id) WHERE agency_id IS NOT NULL;

CREATE INDEX ix_disclosures_data_agency_name ON disclosures_data (agency_name) WHERE agency_name IS NOT NULL;

CREATE INDEX ix_disclosures_data_fiscal_year ON disclosures_data (fiscal_year) WHERE fiscal_year IS NOT NULL;

CREATE INDEX ix_disclosures_data_parent_disclosure_id ON disclosures_data (parent_disclosure_id) WHERE parent_disclosure_id IS NOT NULL;

CREATE INDEX ix_disclosures_data_report_id ON disclosures_data (report_id) WHERE report_id IS NOT NULL;

CREATE TABLE document_counts (
    doc BIGINT NOT NULL,
    pages INTEGER NOT NULL,
    tables INTEGER NOT NULL,
    recognised INTEGER NOT NULL,
    unplaced INTEGER NOT NULL,
    amounts INTEGER NOT NULL,
    printed INTEGER NOT NULL,
    proven INTEGER NOT NULL,
    exact INTEGER NOT NULL,
    within_rounding INTEGER NOT NULL,
    violated INTEGER NOT NULL,
    not_testable INTEGER NOT NULL,
    CONSTRAINT pk_document_counts PRIMARY KEY (doc),
    CONSTRAINT fk_document_counts_documents_data FOREIGN KEY(doc) REFERENCES documents_data (doc) ON DELETE CASCADE
);

CREATE TABLE document_names (
    document_id TEXT COLLATE "C" NOT NULL,
    inbox TEXT COLLATE "C" NOT NULL,
    file_name TEXT COLLATE "C" NOT NULL,
    source_url TEXT COLLATE "C",
    publisher TEXT COLLATE "C",
    region_code TEXT COLLATE "C",
    licence TEXT COLLATE "C",
    retrieved_at TEXT COLLATE "C",
    present BOOLEAN NOT NULL,
    CONSTRAINT pk_document_names PRIMARY KEY (document_id, inbox, file_name),
    CONSTRAINT fk_document_names_documents_data FOREIGN KEY(document_id) REFERENCES documents_data (document_id) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE indicators_data (
    doc BIGINT NOT NULL,
    table_no INTEGER NOT NULL,
    indicator_no INTEGER NOT NULL,
    disclosure_no INTEGER,
    row INTEGER NOT NULL,
    page INTEGER NOT NULL,
    x0 INTEGER NOT NULL,
    y0 INTEGER NOT NULL,
    x1 INTEGER NOT NULL,
    y1 INTEGER NOT NULL,
    project_name TEXT COLLATE "C",
    level1 TEXT COLLATE "C",
    level2 TEXT COLLATE "C",
    indicator TEXT COLLATE "C",
    operator TEXT COLLATE "C",
    value TEXT COLLATE "C",
    unit TEXT COLLATE "C",
    basis TEXT COLLATE "C",
    weight NUMERIC,
    actual_value TEXT COLLATE "C",
    score NUMERIC,
    CONSTRAINT pk_indicators_data PRIMARY KEY (doc, table_no, indicator_no),
    CONSTRAINT fk_indicators_data_documents_data FOREIGN KEY(doc) REFERENCES documents_data (doc) ON DELETE CASCADE
);

CREATE TABLE loads (
    load_id TEXT COLLATE "C" NOT NULL,
    document_id TEXT COLLATE "C" NOT NULL,
    recipe TEXT COLLATE "C" NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    completed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_loads PRIMARY KEY (load_id),
    CONSTRAINT fk_loads_documents_data FOREIGN KEY(document_id) REFERENCES documents_data (document_id) ON DELETE CASCADE
);

CREATE TABLE pages_data (
    doc BIGINT NOT NULL,
    width DOUBLE PRECISION,
    height DOUBLE PRECISION,
    page INTEGER NOT NULL,
    rotation INTEGER,
    text_layer TEXT COLLATE "C",
    engine TEXT COLLATE "C",
    status TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_pages_data PRIMARY KEY (doc, page),
    CONSTRAINT fk_pages_data_documents_data FOREIGN KEY(doc) REFERENCES documents_data (doc) ON DELETE CASCADE
);

CREATE TABLE paragraphs_data (
    doc BIGINT NOT NULL,
    paragraph_no INTEGER NOT NULL,
    disclosure_no INTEGER,
    paragraph_ordinal INTEGER NOT NULL,
    page_first INTEGER NOT NULL,
    page_last INTEGER NOT NULL,
    x0 INTEGER NOT NULL,
    y0 INTEGER NOT NULL,
    x1 INTEGER NOT NULL,
    y1 INTEGER NOT NULL,
    section TEXT COLLATE "C",
    section_id TEXT COLLATE "C",
    text TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_paragraphs_data PRIMARY KEY (doc, paragraph_no),
    CONSTRAINT fk_paragraphs_data_documents_data FOREIGN KEY(doc) REFERENCES documents_data (doc) ON DELETE CASCADE
);

CREATE INDEX ix_paragraphs_data_section_id ON paragraphs_data (section_id) WHERE section_id IS NOT NULL;

CREATE TABLE readings_data (
    doc BIGINT NOT NULL,
    table_no INTEGER NOT NULL,
    checks_held INTEGER,
    checks_failed INTEGER,
    cells_differing INTEGER,
    chosen BOOLEAN NOT NULL,
    reader TEXT COLLATE "C" NOT NULL,
    finder TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_readings_data PRIMARY KEY (doc, table_no, reader, finder),
    CONSTRAINT fk_readings_data_documents_data FOREIGN KEY(doc) REFERENCES documents_data (doc) ON DELETE CASCADE
);

CREATE TABLE search_documents (
    doc BIGINT NOT NULL,
    year INTEGER NOT NULL,
    grams TSVECTOR NOT NULL,
    CONSTRAINT fk_search_documents_documents_data FOREIGN KEY(doc) REFERENCES documents_data (doc) ON DELETE CASCADE
);

CREATE INDEX ix_search_documents_doc ON search_documents (doc);

CREATE INDEX ix_search_documents_grams ON search_documents USING gin (grams);

CREATE TABLE spending_data (
    doc BIGINT NOT NULL,
    disclosure_no INTEGER NOT NULL,
    table_no INTEGER NOT NULL,
    row INTEGER NOT NULL,
    col INTEGER NOT NULL,
    functional_code TEXT COLLATE "C" NOT NULL,
    functional_name TEXT COLLATE "C" NOT NULL,
    class_name TEXT COLLATE "C",
    group_name TEXT COLLATE "C",
    amount_fen BIGINT NOT NULL,
    basic_fen BIGINT,
    project_fen BIGINT,
    trust TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_spending_data PRIMARY KEY (doc, disclosure_no, table_no, row, col),
    CONSTRAINT fk_spending_data_documents_data FOREIGN KEY(doc) REFERENCES documents_data (doc) ON DELETE CASCADE
);

CREATE TABLE spending_sums (
    doc BIGINT NOT NULL,
    disclosure_no INTEGER NOT NULL,
    code TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    amount_fen BIGINT NOT NULL,
    basic_fen BIGINT,
    project_fen BIGINT,
    items INTEGER NOT NULL,
    CONSTRAINT pk_spending_sums PRIMARY KEY (doc, disclosure_no, code),
    CONSTRAINT fk_spending_sums_documents_data FOREIGN KEY(doc) REFERENCES documents_data (doc) ON DELETE CASCADE
);

CREATE TABLE tables_data (
    doc BIGINT NOT NULL,
    table_no INTEGER NOT NULL,
    disclosure_no INTEGER,
    table_ordinal INTEGER NOT NULL,
    page_first INTEGER NOT NULL,
    page_last INTEGER NOT NULL,
    row_count INTEGER NOT NULL,
    column_count INTEGER NOT NULL,
    header_rows INTEGER NOT NULL,
    is_empty BOOLEAN NOT NULL,
    table_number TEXT COLLATE "C",
    table_title TEXT COLLATE "C",
    form_id TEXT COLLATE "C",
    unit TEXT COLLATE "C",
    notes TEXT COLLATE "C",
    table_id TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_tables_data PRIMARY KEY (doc, table_no),
    CONSTRAINT fk_tables_data_documents_data FOREIGN KEY(doc) REFERENCES documents_data (doc) ON DELETE CASCADE,
    CONSTRAINT uq_tables_data_table_id UNIQUE (table_id)
);

CREATE INDEX ix_tables_data_form_id ON tables_data (form_id) WHERE form_id IS NOT NULL;

CREATE TABLE three_public_data (
    doc BIGINT NOT NULL,
    disclosure_no INTEGER NOT NULL,
    item TEXT COLLATE "C" NOT NULL,
    phase TEXT COLLATE "C" NOT NULL,
    table_no INTEGER NOT NULL,
    row INTEGER NOT NULL,
    col INTEGER NOT NULL,
    amount_fen BIGINT NOT NULL,
    trust TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_three_public_data PRIMARY KEY (doc, disclosure_no, item, phase),
    CONSTRAINT fk_three_public_data_documents_data FOREIGN KEY(doc) REFERENCES documents_data (doc) ON DELETE CASCADE
);

CREATE TABLE unit_names (
    doc BIGINT NOT NULL,
    disclosure_no INTEGER NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_unit_names PRIMARY KEY (doc, disclosure_no, name),
    CONSTRAINT fk_unit_names_documents_data FOREIGN KEY(doc) REFERENCES documents_data (doc) ON DELETE CASCADE
);

CREATE INDEX ix_unit_names_name ON unit_names (name);

CREATE TABLE unparsed_data (
    doc BIGINT NOT NULL,
    paragraph_no INTEGER NOT NULL,
    sentence TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    CONSTRAINT fk_unparsed_data_documents_data FOREIGN KEY(doc) REFERENCES documents_data (doc) ON DELETE CASCADE
);

CREATE INDEX ix_unparsed_data_doc ON unparsed_data (doc);
