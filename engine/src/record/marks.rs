use super::entry::JournalEntry;

/// The director's marks as a table: seconds since the show's beginning, milliseconds on the session clock, and the label.
pub fn csv(entries: &[JournalEntry]) -> String {
    let start = entries.iter().find_map(|entry| match entry {
        JournalEntry::Started { at, .. } => Some(*at),
        _ => None,
    });
    let mut text = "show_seconds,session_ms,label\r\n".to_owned();
    for entry in entries {
        if let JournalEntry::Mark { at, label } = entry {
            let since = at.saturating_sub(start.unwrap_or_default()) as f64 / 1e6;
            let label = quoted(label.as_deref().unwrap_or_default());
            text += &format!("{since:.3},{},{label}\r\n", at / 1_000);
        }
    }
    text
}

/// A field of a table (RFC 4180 section 2). What a spreadsheet would take for a formula gets an apostrophe in front.
fn quoted(field: &str) -> String {
    let escaped = if field.starts_with(['=', '+', '-', '@']) { format!("'{field}") } else { field.to_owned() };
    if escaped.contains(['"', ',', '\r', '\n']) { format!("\"{}\"", escaped.replace('"', "\"\"")) } else { escaped }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_a_line() {
        let mark = |at, label: &str| JournalEntry::Mark { at, label: (!label.is_empty()).then(|| label.to_owned()) };
        let entries = [
            JournalEntry::Started { at: 5_000_000, wall: String::new(), clock: None },
            mark(7_500_000, ""),
            mark(65_000_400, "the \"finish\", twice"),
            mark(66_000_000, "=1+1"),
        ];
        let expected = "show_seconds,session_ms,label\r\n2.500,7500,\r\n\
                        60.000,65000,\"the \"\"finish\"\", twice\"\r\n61.000,66000,'=1+1\r\n";
        assert_eq!(csv(&entries), expected);
    }
}
