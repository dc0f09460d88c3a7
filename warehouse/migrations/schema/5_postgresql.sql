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
