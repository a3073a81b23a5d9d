-- A file of the very first version, with two chats in it. Never changed: it is what somebody may still have.
CREATE TABLE chats (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    pinned INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1)),
    created REAL NOT NULL,
    changed REAL NOT NULL,
    deleted REAL,
    leaf INTEGER,
    FOREIGN KEY (id, leaf) REFERENCES messages (chat, id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE TABLE messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chat INTEGER NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
    parent INTEGER,
    role TEXT NOT NULL CHECK (role IN ('system', 'user', 'assistant')),
    state TEXT NOT NULL CHECK (state IN ('sent', 'waiting', 'done', 'stopped', 'failed')),
    text TEXT NOT NULL,
    thought TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    cost TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(cost)),
    thought_s REAL NOT NULL DEFAULT 0,
    dropped INTEGER NOT NULL DEFAULT 0 CHECK (dropped IN (0, 1)),
    summary TEXT,
    summary_sent INTEGER NOT NULL DEFAULT 1 CHECK (summary_sent IN (0, 1)),
    created REAL NOT NULL,
    UNIQUE (chat, id),
    FOREIGN KEY (chat, parent) REFERENCES messages (chat, id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX messages_by_parent ON messages (chat, parent);
CREATE INDEX messages_waiting ON messages (state) WHERE state = 'waiting';
CREATE TABLE attachments (
    id INTEGER PRIMARY KEY,
    message INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    kind TEXT NOT NULL CHECK (kind IN ('image', 'audio', 'document')),
    facts TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(facts)),
    image_tokens INTEGER,
    pages TEXT CHECK (pages IS NULL OR json_valid(pages)),
    preview BLOB NOT NULL DEFAULT x'',
    UNIQUE (message, place)
) STRICT;
PRAGMA application_id = 1215656808;
PRAGMA user_version = 1;
INSERT INTO chats VALUES (1, 'Where is Basel?', 1, 1700000000.0, 1700000009.0, NULL, NULL);
INSERT INTO chats VALUES (2, 'Deleted', 0, 1700000000.0, 1700000001.0, 1700000005.0, NULL);
INSERT INTO messages VALUES (1, 1, NULL, 'user', 'sent', 'Where is Basel?', '', '', '{}', 0, 0, NULL, 1, 1700000001.0);
INSERT INTO messages VALUES (2, 1, 1, 'assistant', 'done', 'On the Rhine.', 'A city.', '', '{"reply_tokens": 4, "long_gone": 1}', 0, 0, NULL, 1, 1700000002.0);
INSERT INTO messages VALUES (3, 1, 2, 'user', 'sent', 'And this?', '', '', '{}', 0, 0, NULL, 1, 1700000003.0);
INSERT INTO messages VALUES (4, 1, 3, 'assistant', 'waiting', 'It is a', '', '', '{}', 0, 0, NULL, 1, 1700000004.0);
INSERT INTO attachments VALUES (7, 3, 0, 'map.png', '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae', 'image',
    '{"width": 640, "height": 480, "shape": "oval"}', 280, NULL, x'00ff');
UPDATE chats SET leaf = 4 WHERE id = 1;
