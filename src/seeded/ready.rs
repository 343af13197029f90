//! Descriptors that threads wait for: both ends are in the program as a rule, so the kernel has the answer at once.
#![allow(unsafe_code)] // poll() on a list of C structures.

use super::Waiting;
use std::collections::BTreeMap;

/// Milliseconds of real time that packets of the internet's family are given before the clock passes them.
pub(super) const GRACE: i32 = 2;

/// All that is watched, and by whom.
fn gathered(waiting: &BTreeMap<u32, Waiting>) -> (Vec<libc::pollfd>, Vec<u32>) {
    let (mut entries, mut owners) = (Vec::new(), Vec::new());
    for (&id, one) in waiting {
        entries.extend_from_slice(&one.watched);
        owners.resize(entries.len(), id);
    }
    (entries, owners)
}

/// The threads that watch a descriptor which is ready, in the order of their ids.
pub(super) fn which(waiting: &BTreeMap<u32, Waiting>) -> Vec<u32> {
    let (mut entries, mut owners) = gathered(waiting);
    poll(&mut entries, 0);
    let mut flags = entries.iter().map(|entry| entry.revents != 0);
    owners.retain(|_| flags.next() == Some(true));
    owners.dedup();
    owners
}

/// Waits that many milliseconds of real time (for ever if none) until a watched descriptor is ready; true if one is.
pub(super) fn any(waiting: &BTreeMap<u32, Waiting>, milliseconds: Option<i32>) -> bool {
    let (mut entries, _) = gathered(waiting);
    poll(&mut entries, milliseconds.unwrap_or(-1)) > 0
}

/// What of these is ready now; `revents` says how.
pub(super) fn poll(entries: &mut [libc::pollfd], milliseconds: i32) -> i32 {
    // SAFETY: a list with its length.
    unsafe {
        libc::poll(
            entries.as_mut_ptr(),
            entries.len() as libc::nfds_t,
            milliseconds,
        )
    }
}
