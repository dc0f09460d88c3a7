CREATE TABLE agencies (
    agency_id TEXT NOT NULL,
    name TEXT NOT NULL,
    region_code TEXT,
    CONSTRAINT pk_agencies PRIMARY KEY (agency_id)
);

CREATE TABLE agency_names (
    agency_id TEXT NOT NULL,
    name TEXT NOT NULL,
    first_year BIGINT,
    last_year BIGINT,
    evidence TEXT,
    status TEXT NOT NULL,
    CONSTRAINT pk_agency_names PRIMARY KEY (agency_id, name)
);

CREATE TABLE classifications_data (
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    level TEXT NOT NULL,
    list TEXT NOT NULL,
    account TEXT,
    valid_from TEXT,
    valid_to TEXT,
    provenance TEXT NOT NULL,
    CONSTRAINT pk_classifications_data PRIMARY KEY (list, code, name)
);

CREATE TABLE documents_data (
    doc BIGINT NOT NULL,
    document_id TEXT NOT NULL,
    file_name TEXT NOT NULL,
    file_bytes BIGINT NOT NULL,
    page_count BIGINT NOT NULL,
    text_layer TEXT NOT NULL,
    producer TEXT,
    status TEXT NOT NULL,
    recipe TEXT NOT NULL,
    load_id TEXT NOT NULL,
    CONSTRAINT pk_documents_data PRIMARY KEY (document_id),
    CONSTRAINT uq_documents_data_doc UNIQUE (doc)
);

CREATE INDEX ix_documents_data_file_name ON documents_data (file_name);

CREATE TABLE failures (
    failure_id TEXT NOT NULL,
    inbox TEXT NOT NULL,
    file_name TEXT NOT NULL,
    document_id TEXT,
    page BIGINT,
    code TEXT NOT NULL,
    message TEXT NOT NULL,
    at TEXT NOT NULL,
    CONSTRAINT pk_failures PRIMARY KEY (failure_id)
);

CREATE INDEX ix_failures_file_name ON failures (file_name);

CREATE TABLE mingzhang_meta (
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    CONSTRAINT pk_mingzhang_meta PRIMARY KEY (name)
);

CREATE TABLE search_rows (
    id INTEGER NOT NULL,
    doc BIGINT NOT NULL,
    kind INTEGER NOT NULL,
    number BIGINT NOT NULL,
    CONSTRAINT pk_search_rows PRIMARY KEY (id)
);

CREATE INDEX ix_search_rows_doc ON search_rows (doc);

CREATE TABLE amount_heads (
    doc BIGINT NOT NULL,
    head_no INTEGER NOT NULL,
    column_path TEXT,
    flow TEXT,
    fund TEXT,
    origin TEXT,
    nature TEXT,
    phase TEXT,
    comparison TEXT,
    measure TEXT NOT NULL,
    unit TEXT,
    null_kind TEXT,
    reading TEXT NOT NULL,
    trust TEXT NOT NULL,
    support INTEGER NOT NULL,
    trust_margin_yuan NUMERIC,
    CONSTRAINT pk_amount_heads PRIMARY KEY (doc, head_no),
    CONSTRAINT fk_amount_heads_documents_data FOREIGN KEY(doc) REFERENCES documents_data (doc) ON DELETE CASCADE
)
 WITHOUT ROWID;

CREATE TABLE amount_lines (
    doc BIGINT NOT NULL,
    line_no INTEGER NOT NULL,
    row_label TEXT,
    row_path TEXT,
    functional_code TEXT,
    functional_name TEXT,
    economic_code TEXT,
    economic_name TEXT,
    economic_kind TEXT,
    code_status TEXT NOT NULL,
    level TEXT,
    is_total BOOLEAN NOT NULL,
    is_leaf BOOLEAN,
    project_name TEXT,
    unit_name TEXT,
    CONSTRAINT pk_amount_lines PRIMARY KEY (doc, line_no),
    CONSTRAINT fk_amount_lines_documents_data FOREIGN KEY(doc) REFERENCES documents_data (doc) ON DELETE CASCADE
);

CREATE INDEX ix_amount_lines_economic_code ON amount_lines (economic_code) WHERE economic_code IS NOT NULL;

CREATE INDEX ix_amount_lines_functional_code ON amount_lines (functional_code) WHERE functional_code IS NOT NULL;

CREATE TABLE checks_data (
    doc BIGINT NOT NULL,
    check_no BIGINT NOT NULL,
    disclosure_no INTEGER,
    form_id TEXT,
    rule TEXT NOT NULL,
    reach TEXT NOT NULL,
    status TEXT NOT NULL,
    quantity TEXT NOT NULL,
    expected NUMERIC,
    printed NUMERIC,
    difference NUMERIC,
    tolerance NUMERIC,
    expected_yuan NUMERIC,
    printed_yuan NUMERIC,
    difference_yuan NUMERIC,
    tolerance_yuan NUMERIC,
    not_testable_reason TEXT,
    message TEXT NOT NULL,
    CONSTRAINT pk_checks_data PRIMARY KEY (doc, check_no),
    CONSTRAINT fk_checks_data_documents_data FOREIGN KEY(doc) REFERENCES documents_data (doc) ON DELETE CASCADE
)
 WITHOUT ROWID;

CREATE INDEX ix_checks_data_status ON checks_data (status) WHERE status = 'violated';

CREATE TABLE disclosures_data (
    doc BIGINT NOT NULL,
    disclosure_no INTEGER NOT NULL,
    disclosure_id TEXT NOT NULL,
    document_id TEXT NOT NULL,
    disclosure_ordinal BIGINT NOT NULL,
    report_id TEXT,
    edition BIGINT,
    is_current BOOLEAN,
    stage TEXT,
    fiscal_year BIGINT,
    agency_id TEXT,
    agency_name TEXT,
    level_of_report TEXT,
    parent_disclosure_id TEXT,
    region_code TEXT,
    region_name TEXT,
    published_on TEXT,
    page_first BIGINT NOT NULL,
    page_last BIGINT NOT NULL,
    sum_rank INTEGER,
    in_sum BOOLEAN NOT NULL,
    CONSTRAINT pk_disclosures_data PRIMARY KEY (disclosure_id),
    CONSTRAINT fk_disclosures_data_documents_data FOREIGN KEY(document_id) REFERENCES documents_data (document_id) ON DELETE CASCADE,
    CONSTRAINT uq_disclosures_data_doc UNIQUE (doc, disclosure_no)
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
    document_id TEXT NOT NULL,
    inbox TEXT NOT NULL,
    file_name TEXT NOT NULL,
    source_url TEXT,
    publisher TEXT,
    region_code TEXT,
    licence TEXT,
    retrieved_at TEXT,
    present BOOLEAN NOT NULL,
    CONSTRAINT pk_document_names PRIMARY KEY (document_id, inbox, file_name),
    CONSTRAINT fk_document_names_documents_data FOREIGN KEY(document_id) REFERENCES documents_data (document_id) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE loads (
    load_id TEXT NOT NULL,
    document_id TEXT NOT NULL,
    recipe TEXT NOT NULL,
    started_at TEXT NOT NULL,
    completed_at TEXT NOT NULL,
    CONSTRAINT pk_loads PRIMARY KEY (load_id),
    CONSTRAINT fk_loads_documents_data FOREIGN KEY(document_id) REFERENCES documents_data (document_id) ON DELETE CASCADE
);

CREATE TABLE pages_data (
    doc BIGINT NOT NULL,
    page INTEGER NOT NULL,
    width DOUBLE,
    height DOUBLE,
    rotation INTEGER,
    text_layer TEXT,
    engine TEXT,
    status TEXT NOT NULL,
    CONSTRAINT pk_pages_data PRIMARY KEY (doc, page),
    CONSTRAINT fk_pages_data_documents_data FOREIGN KEY(doc) REFERENCES documents_data (doc) ON DELETE CASCADE
)
 WITHOUT ROWID;

CREATE TABLE paragraphs_data (
    doc BIGINT NOT NULL,
    paragraph_no INTEGER NOT NULL,
    disclosure_no INTEGER,
    paragraph_ordinal INTEGER NOT NULL,
    section TEXT,
    section_id TEXT,
    text TEXT NOT NULL,
    page_first INTEGER NOT NULL,
    page_last INTEGER NOT NULL,
    x0 INTEGER NOT NULL,
    y0 INTEGER NOT NULL,
    x1 INTEGER NOT NULL,
    y1 INTEGER NOT NULL,
    CONSTRAINT pk_paragraphs_data PRIMARY KEY (doc, paragraph_no),
    CONSTRAINT fk_paragraphs_data_documents_data FOREIGN KEY(doc) REFERENCES documents_data (doc) ON DELETE CASCADE
);

CREATE INDEX ix_paragraphs_data_section_id ON paragraphs_data (section_id) WHERE section_id IS NOT NULL;

CREATE TABLE spending_data (
    doc BIGINT NOT NULL,
    disclosure_no INTEGER NOT NULL,
    table_no INTEGER NOT NULL,
    "row" INTEGER NOT NULL,
    col INTEGER NOT NULL,
    functional_code TEXT NOT NULL,
    functional_name TEXT NOT NULL,
    class_name TEXT,
    group_name TEXT,
    amount_fen BIGINT NOT NULL,
    basic_fen BIGINT,
    project_fen BIGINT,
    trust TEXT NOT NULL,
    CONSTRAINT pk_spending_data PRIMARY KEY (doc, disclosure_no, table_no, "row", col),
    CONSTRAINT fk_spending_data_documents_data FOREIGN KEY(doc) REFERENCES documents_data (doc) ON DELETE CASCADE
)
 WITHOUT ROWID;

CREATE TABLE spending_sums (
    doc BIGINT NOT NULL,
    disclosure_no INTEGER NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    amount_fen BIGINT NOT NULL,
    basic_fen BIGINT,
    project_fen BIGINT,
    items INTEGER NOT NULL,
    CONSTRAINT pk_spending_sums PRIMARY KEY (doc, disclosure_no, code),
    CONSTRAINT fk_spending_sums_documents_data FOREIGN KEY(doc) REFERENCES documents_data (doc) ON DELETE CASCADE
)
 WITHOUT ROWID;

CREATE TABLE tables_data (
    doc BIGINT NOT NULL,
    table_no INTEGER NOT NULL,
    disclosure_no INTEGER,
    table_ordinal INTEGER NOT NULL,
    table_number TEXT,
    table_title TEXT,
    form_id TEXT,
    unit TEXT,
    page_first INTEGER NOT NULL,
    page_last INTEGER NOT NULL,
    row_count INTEGER NOT NULL,
    column_count INTEGER NOT NULL,
    header_rows INTEGER NOT NULL,
    is_empty BOOLEAN NOT NULL,
    notes TEXT,
    CONSTRAINT pk_tables_data PRIMARY KEY (doc, table_no),
    CONSTRAINT fk_tables_data_documents_data FOREIGN KEY(doc) REFERENCES documents_data (doc) ON DELETE CASCADE
)
 WITHOUT ROWID;

CREATE INDEX ix_tables_data_form_id ON tables_data (form_id) WHERE form_id IS NOT NULL;

CREATE TABLE three_public_data (
    doc BIGINT NOT NULL,
    disclosure_no INTEGER NOT NULL,
    item TEXT NOT NULL,
    phase TEXT NOT NULL,
    table_no INTEGER NOT NULL,
    "row" INTEGER NOT NULL,
    col INTEGER NOT NULL,
    amount_fen BIGINT NOT NULL,
    trust TEXT NOT NULL,
    CONSTRAINT pk_three_public_data PRIMARY KEY (doc, disclosure_no, item, phase),
    CONSTRAINT fk_three_public_data_documents_data FOREIGN KEY(doc) REFERENCES documents_data (doc) ON DELETE CASCADE
)
 WITHOUT ROWID;

CREATE TABLE unit_names (
    doc BIGINT NOT NULL,
    disclosure_no INTEGER NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT pk_unit_names PRIMARY KEY (doc, disclosure_no, name),
    CONSTRAINT fk_unit_names_documents_data FOREIGN KEY(doc) REFERENCES documents_data (doc) ON DELETE CASCADE
)
 WITHOUT ROWID;

CREATE INDEX ix_unit_names_name ON unit_names (name);

CREATE TABLE amounts_data (
    doc BIGINT NOT NULL,
    table_no INTEGER NOT NULL,
    "row" INTEGER NOT NULL,
    col INTEGER NOT NULL,
    disclosure_no INTEGER,
    value NUMERIC,
    amount_fen BIGINT,
    printed TEXT NOT NULL,
    page INTEGER NOT NULL,
    x0 INTEGER NOT NULL,
    y0 INTEGER NOT NULL,
    x1 INTEGER NOT NULL,
    y1 INTEGER NOT NULL,
    line_no INTEGER NOT NULL,
    head_no INTEGER NOT NULL,
    CONSTRAINT pk_amounts_data PRIMARY KEY (doc, table_no, "row", col),
    CONSTRAINT fk_amounts_data_tables_data FOREIGN KEY(doc, table_no) REFERENCES tables_data (doc, table_no) ON DELETE CASCADE
)
 WITHOUT ROWID;

CREATE INDEX ix_amounts_data_doc ON amounts_data (doc, line_no);

CREATE TABLE cells_data (
    doc BIGINT NOT NULL,
    table_no INTEGER NOT NULL,
    "row" INTEGER NOT NULL,
    col INTEGER NOT NULL,
    row_span INTEGER NOT NULL,
    col_span INTEGER NOT NULL,
    text TEXT NOT NULL,
    printed TEXT,
    role TEXT NOT NULL,
    unmapped BOOLEAN NOT NULL,
    confidence DOUBLE,
    unplaced_reason TEXT,
    page INTEGER NOT NULL,
    x0 INTEGER NOT NULL,
    y0 INTEGER NOT NULL,
    x1 INTEGER NOT NULL,
    y1 INTEGER NOT NULL,
    CONSTRAINT pk_cells_data PRIMARY KEY (doc, table_no, "row", col),
    CONSTRAINT fk_cells_data_tables_data FOREIGN KEY(doc, table_no) REFERENCES tables_data (doc, table_no) ON DELETE CASCADE
)
 WITHOUT ROWID;

CREATE TABLE check_operands_data (
    doc BIGINT NOT NULL,
    check_no BIGINT NOT NULL,
    position INTEGER NOT NULL,
    side TEXT NOT NULL,
    sign INTEGER NOT NULL,
    kind TEXT NOT NULL,
    operand_doc BIGINT,
    operand_a INTEGER NOT NULL,
    operand_b INTEGER NOT NULL,
    operand_c INTEGER,
    CONSTRAINT pk_check_operands_data PRIMARY KEY (doc, check_no, side, position),
    CONSTRAINT fk_check_operands_data_checks_data FOREIGN KEY(doc, check_no) REFERENCES checks_data (doc, check_no) ON DELETE CASCADE
)
 WITHOUT ROWID;

CREATE TABLE claims_data (
    doc BIGINT NOT NULL,
    paragraph_no INTEGER NOT NULL,
    claim_no INTEGER NOT NULL,
    disclosure_no INTEGER,
    kind TEXT NOT NULL,
    pattern TEXT,
    subject TEXT,
    metric TEXT,
    functional_code TEXT,
    economic_code TEXT,
    amount_fen BIGINT,
    share_pct NUMERIC,
    change_fen BIGINT,
    change_pct NUMERIC,
    completion_pct NUMERIC,
    direction TEXT,
    base TEXT,
    reason TEXT,
    count_value NUMERIC,
    count_unit TEXT,
    text_value TEXT,
    implied BOOLEAN NOT NULL,
    sentence TEXT NOT NULL,
    trust TEXT NOT NULL,
    page INTEGER NOT NULL,
    x0 INTEGER NOT NULL,
    y0 INTEGER NOT NULL,
    x1 INTEGER NOT NULL,
    y1 INTEGER NOT NULL,
    CONSTRAINT pk_claims_data PRIMARY KEY (doc, paragraph_no, claim_no),
    CONSTRAINT fk_claims_data_paragraphs_data FOREIGN KEY(doc, paragraph_no) REFERENCES paragraphs_data (doc, paragraph_no) ON DELETE CASCADE
);

CREATE INDEX ix_claims_data_economic_code ON claims_data (economic_code) WHERE economic_code IS NOT NULL;

CREATE INDEX ix_claims_data_functional_code ON claims_data (functional_code) WHERE functional_code IS NOT NULL;

CREATE INDEX ix_claims_data_kind ON claims_data (kind);

CREATE TABLE completeness_data (
    doc BIGINT NOT NULL,
    disclosure_no INTEGER NOT NULL,
    item TEXT NOT NULL,
    state TEXT NOT NULL,
    CONSTRAINT pk_completeness_data PRIMARY KEY (doc, disclosure_no, item),
    CONSTRAINT fk_completeness_data_disclosures_data FOREIGN KEY(doc, disclosure_no) REFERENCES disclosures_data (doc, disclosure_no) ON DELETE CASCADE
)
 WITHOUT ROWID;

CREATE TABLE indicators_data (
    doc BIGINT NOT NULL,
    table_no INTEGER NOT NULL,
    indicator_no INTEGER NOT NULL,
    disclosure_no INTEGER,
    "row" INTEGER NOT NULL,
    project_name TEXT,
    level1 TEXT,
    level2 TEXT,
    indicator TEXT,
    operator TEXT,
    value TEXT,
    unit TEXT,
    basis TEXT,
    weight NUMERIC,
    actual_value TEXT,
    score NUMERIC,
    page INTEGER NOT NULL,
    x0 INTEGER NOT NULL,
    y0 INTEGER NOT NULL,
    x1 INTEGER NOT NULL,
    y1 INTEGER NOT NULL,
    CONSTRAINT pk_indicators_data PRIMARY KEY (doc, table_no, indicator_no),
    CONSTRAINT fk_indicators_data_tables_data FOREIGN KEY(doc, table_no) REFERENCES tables_data (doc, table_no) ON DELETE CASCADE
);

CREATE TABLE readings_data (
    doc BIGINT NOT NULL,
    table_no INTEGER NOT NULL,
    reader TEXT NOT NULL,
    finder TEXT NOT NULL,
    chosen BOOLEAN NOT NULL,
    checks_held INTEGER,
    checks_failed INTEGER,
    cells_differing INTEGER,
    CONSTRAINT pk_readings_data PRIMARY KEY (doc, table_no, reader, finder),
    CONSTRAINT fk_readings_data_tables_data FOREIGN KEY(doc, table_no) REFERENCES tables_data (doc, table_no) ON DELETE CASCADE
)
 WITHOUT ROWID;

CREATE TABLE unparsed_data (
    doc BIGINT NOT NULL,
    paragraph_no INTEGER NOT NULL,
    sentence TEXT NOT NULL,
    reason TEXT NOT NULL,
    CONSTRAINT fk_unparsed_data_paragraphs_data FOREIGN KEY(doc, paragraph_no) REFERENCES paragraphs_data (doc, paragraph_no) ON DELETE CASCADE
);

CREATE INDEX ix_unparsed_data_doc ON unparsed_data (doc);

CREATE VIRTUAL TABLE search_index USING fts5(grams, content='', detail=none, columnsize=0, tokenize='unicode61 remove_diacritics 0');
