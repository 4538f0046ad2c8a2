#pragma once

/// Adds the last line to the log, where there is one and it has none yet. Async-signal-safe.
void cc_note_ending(int number);
