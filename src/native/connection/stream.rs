//! Bytes over a stream of the system: frames out, frames in, with as few system calls as there can be.
//!
//! Enters: a descriptor and bytes, or room for them. Leaves: whole frames. A frame is its length, four bytes with the highest
//! first, and that many bytes; a length of -1 is followed by the true one in eight bytes. Nothing behind a frame is read, since
//! other readers of the descriptor may wait for it. Callers: the class of connections.
#![allow(unsafe_code)] // System calls on descriptors.

use crate::gil::lock::WAITERS_BIT;
use crate::native::os_error::last_errno;
use crate::native::socket::wait_ready;
use crate::object::builtin::Exc;
use crate::sched::{Instant, Wait, now};
use crate::vm::{Outcome, Vm};
use std::cell::Cell;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// Bytes for which room is made before they are there. What is longer gets more room as it comes.
const TRUSTED: usize = 1 << 22;
/// `RWF_NOWAIT` of the system's headers.
const NO_WAIT: i32 = 8;
/// How long a reader looks for bytes before it sleeps in the kernel: waking a sleeping processor takes longer than most answers.
/// On two virtual processors with nothing else to do it made 158,000 frames there and back a second of 26,000, and 94,000 calls
/// of a manager of 24,000 (`benches/processes/compare`).
const LOOK_TIME: Duration = Duration::from_micros(40);
/// Looks that may fail before a reader stops looking, if the ones before succeeded.
const LOOK_CREDIT: i32 = 3;
/// Reads without looking after looks that failed.
const LOOK_PAUSE: i32 = 30;

/// How a descriptor can be asked not to block.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// By a flag of `recv` and `send`; also the first guess.
    Socket,
    /// By a flag of `preadv2` and `pwritev2`.
    Pipe,
    /// Not at all.
    Other,
}

/// A descriptor that frames go through.
pub struct Stream {
    /// The descriptor; -1 once closed.
    pub fd: Cell<i32>,
    kind: Cell<Kind>,
    /// Looks that may still fail; below zero, reads to let pass before the next one.
    looks: Cell<i32>,
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.close();
    }
}

/// True if another thread waits for the lock: then it is not given up for a call that may not block after all.
fn is_contended(vm: &Vm) -> bool {
    vm.interp().lock.breaker().load(Ordering::Relaxed) & WAITERS_BIT != 0
}

/// The piece of memory for a call.
fn piece(bytes: &[u8]) -> libc::iovec {
    libc::iovec {
        iov_base: bytes.as_ptr().cast_mut().cast(),
        iov_len: bytes.len(),
    }
}

fn answer(result: isize) -> Result<usize, i32> {
    usize::try_from(result).map_err(|_| last_errno())
}

impl Stream {
    /// Over a descriptor, which the stream owns from now on.
    pub fn new(fd: i32) -> Stream {
        Stream {
            fd: Cell::new(fd),
            kind: Cell::new(Kind::Socket),
            looks: Cell::new(LOOK_CREDIT),
        }
    }

    /// Closes the descriptor; false if the system objects.
    pub fn close(&self) -> bool {
        let fd = self.fd.replace(-1);
        // SAFETY: the descriptor belongs to this stream.
        fd < 0 || unsafe { libc::close(fd) } == 0
    }

    /// Tries a transfer that does not block; `None` if it would, or if this descriptor cannot tell.
    fn attempt(
        &self,
        socket: impl Fn() -> isize,
        pipe: impl Fn() -> isize,
    ) -> Option<Result<usize, i32>> {
        if self.kind.get() == Kind::Socket {
            match answer(socket()) {
                Err(libc::ENOTSOCK) => self.kind.set(Kind::Pipe),
                Err(libc::EAGAIN | libc::EINTR) => return None,
                result => return Some(result),
            }
        }
        if self.kind.get() == Kind::Pipe {
            match answer(pipe()) {
                Err(libc::EOPNOTSUPP | libc::ENOSYS | libc::ESPIPE | libc::EINVAL) => {
                    self.kind.set(Kind::Other);
                }
                Err(libc::EAGAIN | libc::EINTR) => return None,
                result => return Some(result),
            }
        }
        None
    }

    /// Sends some of two pieces; how many bytes went.
    fn send_some(&self, vm: &mut Vm, head: &[u8], body: &[u8]) -> Outcome<usize> {
        let fd = self.fd.get();
        if is_contended(vm) {
            let pieces = [piece(head), piece(body)];
            let socket = || {
                // SAFETY: the message names two pieces that live through the call.
                unsafe {
                    let mut message: libc::msghdr = std::mem::zeroed();
                    message.msg_iov = pieces.as_ptr().cast_mut();
                    message.msg_iovlen = pieces.len();
                    libc::sendmsg(fd, &message, libc::MSG_DONTWAIT | libc::MSG_NOSIGNAL)
                }
            };
            // SAFETY: two pieces that live through the call.
            let pipe = || unsafe { libc::pwritev2(fd, pieces.as_ptr(), 2, -1, NO_WAIT) };
            match self.attempt(socket, pipe) {
                Some(Ok(count)) => return Ok(count),
                Some(Err(number)) => return Err(vm.raise_errno(number, None)),
                None => {}
            }
        }
        let call = || {
            if head.is_empty() || body.is_empty() {
                let bytes = if head.is_empty() { body } else { head };
                // SAFETY: the slice has that length.
                return unsafe { libc::write(fd, bytes.as_ptr().cast(), bytes.len()) as i64 };
            }
            let pieces = [piece(head), piece(body)];
            // SAFETY: two pieces that live through the call.
            unsafe { libc::writev(fd, pieces.as_ptr(), 2) as i64 }
        };
        match vm.system_call(Some(Wait::Io { fd, what: "write" }), call)? {
            Ok(count) => Ok(count as usize),
            Err(number) => Err(vm.raise_errno(number, None)),
        }
    }

    /// Sends all of two pieces.
    pub fn send(&self, vm: &mut Vm, mut head: &[u8], mut body: &[u8]) -> Outcome<()> {
        loop {
            let count = self.send_some(vm, head, body)?;
            let of_head = count.min(head.len());
            head = &head[of_head..];
            body = &body[count - of_head..];
            if head.is_empty() && body.is_empty() {
                return Ok(());
            }
        }
    }

    /// Receives up to as many bytes as there is room for, at least one; 0 at the end. After the deadline TimeoutError.
    fn receive_some(
        &self,
        vm: &mut Vm,
        room: *mut u8,
        size: usize,
        deadline: Option<Instant>,
    ) -> Outcome<usize> {
        let fd = self.fd.get();
        let (place, size) = (room as usize, size);
        let call = move |flags| unsafe {
            // SAFETY: the caller's room has that size.
            libc::recv(fd, place as *mut libc::c_void, size, flags)
        };
        if let Some(deadline) = deadline {
            loop {
                let left = (deadline - vm.now()).as_nanos() as i64;
                if left <= 0 || !wait_ready(vm, fd, libc::POLLIN, left, "read")? {
                    return Err(vm.raise(Exc::TimeoutError, "timed out"));
                }
                match vm.system_call(None, || call(libc::MSG_DONTWAIT) as i64)? {
                    Ok(count) => return Ok(count as usize),
                    Err(libc::EAGAIN) => {}
                    Err(libc::ENOTSOCK) => break,
                    Err(number) => return Err(vm.raise_errno(number, None)),
                }
            }
        } else if is_contended(vm) {
            let piece = libc::iovec {
                iov_base: room.cast(),
                iov_len: size,
            };
            let socket = || call(libc::MSG_DONTWAIT);
            // SAFETY: one piece, the caller's room.
            let pipe = || unsafe { libc::preadv2(fd, &piece, 1, -1, NO_WAIT) };
            match self.attempt(socket, pipe) {
                Some(Ok(count)) => return Ok(count),
                Some(Err(number)) => return Err(vm.raise_errno(number, None)),
                None => {}
            }
        }
        self.wait_and_read(vm, fd, place, size)
    }

    /// Reads with the lock released, after looking for a while whether bytes come at once.
    fn wait_and_read(&self, vm: &mut Vm, fd: i32, place: usize, size: usize) -> Outcome<usize> {
        let kind = self.kind.get();
        let looks = self.looks.get();
        let may_look = kind != Kind::Other && looks >= 0;
        let mut looked_for = None;
        let call = || {
            if may_look && looked_for.is_none() {
                let (result, found) = look(kind, fd, place, size);
                looked_for = Some(found);
                if found != Found::Nothing {
                    return result;
                }
            }
            // SAFETY: the caller's room has that size.
            unsafe { libc::read(fd, place as *mut libc::c_void, size) as i64 }
        };
        let result = vm.system_call(Some(Wait::Io { fd, what: "read" }), call)?;
        self.looks.set(match looked_for {
            Some(Found::Later) => (looks + 1).min(LOOK_CREDIT),
            Some(Found::AtOnce) => looks,
            Some(Found::Nothing) if looks == 0 => -LOOK_PAUSE,
            Some(Found::Nothing) => looks - 1,
            None => (looks + 1).min(0),
        });
        match result {
            Ok(count) => Ok(count as usize),
            Err(number) => Err(vm.raise_errno(number, None)),
        }
    }

    fn end(vm: &mut Vm, nothing_came: bool) -> crate::vm::Raised {
        if nothing_came {
            vm.raise_with(Exc::EOFError, Vec::new())
        } else {
            vm.raise(Exc::OSError, "got end of file during message")
        }
    }

    /// Fills the room. EOFError if nothing comes any more, OSError if something is missing.
    fn receive(&self, vm: &mut Vm, room: &mut [u8], deadline: Option<Instant>) -> Outcome<()> {
        let mut done = 0;
        while done < room.len() {
            let rest = &mut room[done..];
            let count = self.receive_some(vm, rest.as_mut_ptr(), rest.len(), deadline)?;
            if count == 0 {
                return Err(Stream::end(vm, done == 0));
            }
            done += count;
        }
        Ok(())
    }

    /// The length of the next frame; `None` if it is not a length.
    pub fn receive_length(&self, vm: &mut Vm, deadline: Option<Instant>) -> Outcome<Option<usize>> {
        let mut head = [0; 4];
        self.receive(vm, &mut head, deadline)?;
        let length = i32::from_be_bytes(head);
        if length != -1 {
            return Ok(usize::try_from(length).ok());
        }
        let mut head = [0; 8];
        self.receive(vm, &mut head, deadline)?;
        let length = usize::try_from(u64::from_be_bytes(head)).ok();
        Ok(length.filter(|&length| length <= isize::MAX as usize))
    }

    /// The bytes of a frame into room on the caller's stack.
    pub fn receive_into(&self, vm: &mut Vm, room: &mut [u8]) -> Outcome<()> {
        self.receive(vm, room, None)
    }

    /// The bytes of a frame, read straight to where they stay.
    pub fn receive_body(
        &self,
        vm: &mut Vm,
        length: usize,
        deadline: Option<Instant>,
    ) -> Outcome<Vec<u8>> {
        let mut body: Vec<u8> = Vec::new();
        while body.len() < length {
            if body.len() == body.capacity() {
                // Grows with what has come, never by what is only announced.
                let more = (length - body.len()).min(body.len().max(TRUSTED));
                if body.try_reserve_exact(more).is_err() {
                    return Err(vm.memory_error());
                }
            }
            let room = (body.capacity() - body.len()).min(length - body.len());
            // SAFETY: the place lies within the buffer's capacity.
            let place = unsafe { body.as_mut_ptr().add(body.len()) };
            let count = self.receive_some(vm, place, room, deadline)?;
            if count == 0 {
                return Err(Stream::end(vm, body.is_empty()));
            }
            // SAFETY: the system has written so many bytes there.
            unsafe { body.set_len(body.len() + count) };
        }
        Ok(body)
    }
}

/// What a look for bytes has found.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Found {
    /// They were there already.
    AtOnce,
    /// They came while it looked.
    Later,
    Nothing,
}

/// Tries to read without blocking for [`LOOK_TIME`], letting others have the processor in between: what the last call gave.
fn look(kind: Kind, fd: i32, place: usize, size: usize) -> (i64, Found) {
    let piece = libc::iovec {
        iov_base: place as *mut libc::c_void,
        iov_len: size,
    };
    let end = now() + LOOK_TIME;
    let mut found = Found::AtOnce;
    loop {
        // SAFETY: the caller's room has that size.
        let result = unsafe {
            match kind {
                Kind::Socket => libc::recv(fd, piece.iov_base, size, libc::MSG_DONTWAIT),
                _ => libc::preadv2(fd, &raw const piece, 1, -1, NO_WAIT),
            }
        };
        if result >= 0 {
            return (result as i64, found);
        }
        if last_errno() != libc::EAGAIN || now() > end {
            return (-1, Found::Nothing);
        }
        found = Found::Later;
        // SAFETY: a call without arguments.
        unsafe { libc::sched_yield() };
    }
}

/// What precedes a frame of that length: how many of the bytes, and they.
pub fn head_of(length: usize) -> ([u8; 12], usize) {
    let mut head = [0xff; 12];
    match i32::try_from(length) {
        Ok(length) => {
            head[..4].copy_from_slice(&length.to_be_bytes());
            (head, 4)
        }
        Err(_) => {
            head[4..].copy_from_slice(&(length as u64).to_be_bytes());
            (head, 12)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::head_of;

    #[test]
    fn heads_of_frames() {
        assert_eq!(head_of(258).0[..4], [0, 0, 1, 2]);
        assert_eq!(head_of(0x7fff_ffff), {
            let mut head = [0xff; 12];
            head[0] = 0x7f;
            (head, 4)
        });
        let (head, count) = head_of(0x8000_0000);
        assert_eq!(
            head[..count],
            [255, 255, 255, 255, 0, 0, 0, 0, 128, 0, 0, 0]
        );
    }
}
