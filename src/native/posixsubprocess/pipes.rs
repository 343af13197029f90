//! Feeding and draining the pipes of a child at the same time.
//!
//! Enters: streams, what to feed, a deadline. Leaves: which stream is done; what came is in bytearrays. Only the module's functions
//! call.
#![allow(unsafe_code)] // Calls of the system.

use crate::native::os_error::last_errno;
use crate::native::posix::children::time_left;
use crate::native::signals::Watch;
use crate::object::bytes::ByteArrayObject;
use crate::object::value::Value;
use crate::sched::{Instant, Wait, now};
use crate::vm::{Outcome, Vm};

/// Most bytes that one turn of [`exchange`] reads.
const PIECE: usize = 64 << 10;

/// A pipe to feed or drain in [`exchange`].
pub(super) struct Stream {
    pub(super) fd: i32,
    /// Where what comes goes; none for the pipe to be fed.
    pub(super) into: Option<Value>,
}

/// Feeds one pipe and drains others at the same time, until one of them is done: its place in the list. `None` if the deadline
/// came first. What was moved is in the bytearrays and the position, whatever happens.
pub(super) fn exchange(
    vm: &mut Vm,
    streams: &[Stream],
    input: &[u8],
    position: &mut usize,
    deadline: Option<Instant>,
) -> Outcome<Option<usize>> {
    let watch = Watch::of(vm);
    let mut order: Vec<usize> = (0..streams.len()).collect();
    let mut buffer: Vec<u8> = Vec::new();
    loop {
        let mut entries: Vec<libc::pollfd> = order
            .iter()
            .map(|&at| {
                let events = if streams[at].into.is_some() {
                    libc::POLLIN
                } else {
                    libc::POLLOUT
                };
                libc::pollfd {
                    fd: streams[at].fd,
                    events,
                    revents: 0,
                }
            })
            .collect();
        let from = (*position).min(input.len());
        let mut moved: Option<(usize, Result<usize, i32>)> = None;
        // The system call that waits and the one that moves bytes go together, without the lock.
        let call = || {
            let ready = watch.poll(&mut entries, deadline.map(time_left));
            let Some(at) = entries
                .iter()
                .position(|entry| ready > 0 && entry.revents != 0)
            else {
                return ready;
            };
            let (fd, rest) = (entries[at].fd, &input[from..]);
            let count = if entries[at].events == libc::POLLIN {
                buffer.clear();
                buffer.reserve(PIECE);
                // SAFETY: there is room for as many bytes as said; those the system wrote count.
                unsafe {
                    let count = libc::read(fd, buffer.as_mut_ptr().cast(), PIECE);
                    buffer.set_len(count.max(0) as usize);
                    count
                }
            } else if rest.is_empty() {
                0
            } else {
                // SAFETY: the slice has that length.
                unsafe { libc::write(fd, rest.as_ptr().cast(), rest.len()) }
            };
            moved = Some((at, usize::try_from(count).map_err(|_| last_errno())));
            1
        };
        if let Err(number) = vm.system_call(Some(Wait::Child(0)), call)? {
            return Err(vm.raise_errno(number, None));
        }
        let Some((at, result)) = moved else {
            if deadline.is_some_and(|deadline| now() >= deadline) {
                return Ok(None);
            }
            continue;
        };
        // What was served now stands behind the others next time.
        let stream = order.remove(at);
        order.push(stream);
        match (result, &streams[stream].into) {
            (Ok(0), Some(_)) => return Ok(Some(stream)),
            (Ok(_), Some(into)) => {
                if let Some(array) = into.downcast::<ByteArrayObject>() {
                    array.bytes.get_mut(vm.gil()).extend_from_slice(&buffer);
                }
            }
            (Ok(count), None) => {
                *position = from + count;
                if *position >= input.len() {
                    return Ok(Some(stream));
                }
            }
            (Err(libc::EINTR), _) => crate::native::signals::serve(vm)?,
            (Err(libc::EAGAIN), _) => {}
            // The child does not want the rest.
            (Err(libc::EPIPE), None) => return Ok(Some(stream)),
            (Err(number), _) => return Err(vm.raise_errno(number, None)),
        }
    }
}
