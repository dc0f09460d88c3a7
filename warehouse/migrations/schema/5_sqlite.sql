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
