//! Open descriptors through a local socket: the receiver gets its own numbers for the same files.
//!
//! Enters: a socket and descriptors. Leaves: as many at the other end, closed on exec. One byte goes along, the number of
//! descriptors, as CPython sends it, and behind it what the caller adds.
#![allow(unsafe_code)] // System calls with control messages.

use crate::object::builtin::Exc;
use crate::sched::Wait;
use crate::vm::{Outcome, Vm};

/// Most descriptors that the system takes in one message.
pub const MOST: usize = 253;
const SIZE: usize = size_of::<i32>();

/// Room for a control message, aligned as its head wants it.
fn control_room(count: usize) -> Vec<u64> {
    // SAFETY: arithmetic only.
    let bytes = unsafe { libc::CMSG_SPACE((count * SIZE) as u32) } as usize;
    vec![0; bytes.div_ceil(8)]
}

/// Sends descriptors, and a few bytes behind their number.
pub fn send(vm: &mut Vm, fd: i32, numbers: &[i32], more: &[u8]) -> Outcome<()> {
    if numbers.len() > MOST {
        return Err(vm.raise_errno(libc::EINVAL, None));
    }
    let bytes = [&[numbers.len() as u8], more].concat();
    let mut control = control_room(numbers.len());
    let call = || {
        // SAFETY: the message names bytes and a control message that live through the call; the room has the size that the
        // control message with all numbers needs.
        unsafe {
            let mut piece = libc::iovec {
                iov_base: bytes.as_ptr().cast_mut().cast(),
                iov_len: bytes.len(),
            };
            let mut message: libc::msghdr = std::mem::zeroed();
            message.msg_iov = &mut piece;
            message.msg_iovlen = 1;
            if !numbers.is_empty() {
                message.msg_control = control.as_mut_ptr().cast();
                message.msg_controllen = libc::CMSG_SPACE((numbers.len() * SIZE) as u32) as usize;
                let head = libc::CMSG_FIRSTHDR(&message);
                (*head).cmsg_level = libc::SOL_SOCKET;
                (*head).cmsg_type = libc::SCM_RIGHTS;
                (*head).cmsg_len = libc::CMSG_LEN((numbers.len() * SIZE) as u32) as usize;
                let data = libc::CMSG_DATA(head).cast::<i32>();
                for (at, number) in numbers.iter().enumerate() {
                    data.add(at).write_unaligned(*number);
                }
            }
            libc::sendmsg(fd, &message, libc::MSG_NOSIGNAL) as i64
        }
    };
    match vm.system_call(Some(Wait::Io { fd, what: "write" }), call)? {
        Ok(_) => Ok(()),
        Err(number) => Err(vm.raise_errno(number, None)),
    }
}

/// Receives at most `count` descriptors, and into `more` as many bytes as were sent behind their number.
pub fn receive(vm: &mut Vm, fd: i32, count: usize, more: &mut [u8]) -> Outcome<Vec<i32>> {
    let mut control = control_room(count.min(MOST));
    let mut bytes = vec![0u8; 1 + more.len()];
    let mut numbers: Vec<i32> = Vec::new();
    let mut truncated = false;
    let call = || {
        // SAFETY: as above; heads and data lie in the room that the system filled.
        unsafe {
            let mut piece = libc::iovec {
                iov_base: bytes.as_mut_ptr().cast(),
                iov_len: bytes.len(),
            };
            let mut message: libc::msghdr = std::mem::zeroed();
            message.msg_iov = &mut piece;
            message.msg_iovlen = 1;
            message.msg_control = control.as_mut_ptr().cast();
            message.msg_controllen = control.len() * 8;
            let result = libc::recvmsg(fd, &mut message, libc::MSG_CMSG_CLOEXEC) as i64;
            if result < 0 {
                return result;
            }
            let mut head = libc::CMSG_FIRSTHDR(&message);
            while !head.is_null() {
                if (*head).cmsg_level == libc::SOL_SOCKET && (*head).cmsg_type == libc::SCM_RIGHTS {
                    let length = (*head).cmsg_len - libc::CMSG_LEN(0) as usize;
                    let data = libc::CMSG_DATA(head).cast::<i32>();
                    numbers.extend((0..length / SIZE).map(|at| data.add(at).read_unaligned()));
                }
                head = libc::CMSG_NXTHDR(&message, head);
            }
            truncated = message.msg_flags & libc::MSG_CTRUNC != 0;
            result
        }
    };
    let came = match vm.system_call(Some(Wait::Io { fd, what: "read" }), call)? {
        Ok(came) => came,
        Err(number) => return Err(vm.raise_errno(number, None)),
    };
    let whole = came == bytes.len() as i64 && numbers.len() == bytes[0] as usize;
    if whole && !truncated {
        more.copy_from_slice(&bytes[1..]);
        return Ok(numbers);
    }
    for &number in &numbers {
        // SAFETY: descriptors that this call got and nobody else knows.
        unsafe { libc::close(number) };
    }
    if came == 0 {
        return Err(vm.raise_with(Exc::EOFError, Vec::new()));
    }
    let message = if truncated {
        "received more descriptors than there is room for".to_string()
    } else {
        format!("received {} descriptors of {}", numbers.len(), bytes[0])
    };
    Err(vm.raise(Exc::RuntimeError, message))
}
