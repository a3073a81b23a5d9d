"""Pictures with known text for the recogniser of text: drawn screenshots and scans, and how a reading is scored."""
