CREATE TABLE cells_data (
    doc BIGINT NOT NULL,
    part INTEGER NOT NULL,
    boxes TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_cells_data PRIMARY KEY (doc, part),
    CONSTRAINT fk_cells_data_documents_data FOREIGN KEY(doc) REFERENCES documents_data (doc) ON DELETE CASCADE
);

CREATE TABLE checks_held (
    doc BIGINT NOT NULL,
    part INTEGER NOT NULL,
    disclosure_no INTEGER,
    items INTEGER NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    identities TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_checks_held PRIMARY KEY (doc, part),
    CONSTRAINT fk_checks_held_documents_data FOREIGN KEY(doc) REFERENCES documents_data (doc) ON DELETE CASCADE
);

CREATE TABLE search_documents (
    doc BIGINT NOT NULL,
    year INTEGER NOT NULL,
    grams TSVECTOR NOT NULL,
    CONSTRAINT fk_search_documents_documents_data FOREIGN KEY(doc) REFERENCES documents_data (doc) ON DELETE CASCADE
);

CREATE INDEX ix_search_documents_doc ON search_documents (doc);

CREATE INDEX ix_search_documents_grams ON search_documents USING gin (grams);

CREATE TABLE search_labels (
    doc BIGINT NOT NULL,
    labels BYTEA NOT NULL,
    CONSTRAINT pk_search_labels PRIMARY KEY (doc),
    CONSTRAINT fk_search_labels_documents_data FOREIGN KEY(doc) REFERENCES documents_data (doc) ON DELETE CASCADE
);

CREATE INDEX ix_checks_data_status ON checks_data (status, doc, disclosure_no) WHERE status = 'violated';

CREATE INDEX ix_claims_data_kind ON claims_data (kind, doc);
