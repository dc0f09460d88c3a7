CREATE TABLE cells_data (
    doc BIGINT NOT NULL,
    part INTEGER NOT NULL,
    boxes TEXT NOT NULL,
    CONSTRAINT pk_cells_data PRIMARY KEY (doc, part),
    CONSTRAINT fk_cells_data_documents_data FOREIGN KEY(doc) REFERENCES documents_data (doc) ON DELETE CASCADE
)
 WITHOUT ROWID;

CREATE TABLE checks_held (
    doc BIGINT NOT NULL,
    part INTEGER NOT NULL,
    disclosure_no INTEGER,
    status TEXT NOT NULL,
    items INTEGER NOT NULL,
    identities TEXT NOT NULL,
    CONSTRAINT pk_checks_held PRIMARY KEY (doc, part),
    CONSTRAINT fk_checks_held_documents_data FOREIGN KEY(doc) REFERENCES documents_data (doc) ON DELETE CASCADE
)
 WITHOUT ROWID;

CREATE TABLE search_documents (
    id INTEGER NOT NULL,
    doc BIGINT NOT NULL,
    year INTEGER NOT NULL,
    CONSTRAINT pk_search_documents PRIMARY KEY (id),
    CONSTRAINT fk_search_documents_documents_data FOREIGN KEY(doc) REFERENCES documents_data (doc) ON DELETE CASCADE
);

CREATE INDEX ix_search_documents_doc ON search_documents (doc);

CREATE VIRTUAL TABLE search_index USING fts5(grams, content='', detail=none, columnsize=0, tokenize='unicode61 remove_diacritics 0');

CREATE TABLE search_labels (
    doc INTEGER NOT NULL,
    labels BLOB NOT NULL,
    CONSTRAINT pk_search_labels PRIMARY KEY (doc),
    CONSTRAINT fk_search_labels_documents_data FOREIGN KEY(doc) REFERENCES documents_data (doc) ON DELETE CASCADE
);

CREATE INDEX ix_checks_data_status ON checks_data (status, doc, disclosure_no) WHERE status = 'violated';

CREATE INDEX ix_claims_data_kind ON claims_data (kind, doc);
