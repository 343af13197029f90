//! The socket between a program and its zygote: requests for children, as descriptors with a number.
//!
//! Enters: what `zygote` in `src/lib_py` asks for. Leaves: whole requests; a clone of the zygote takes the one with its own number.
#![allow(unsafe_code)] // The shutdown system call.

use crate::native::connection::descriptors;
use crate::native::os_error::last_errno;
use crate::native_functions;
use crate::object::value::Value;

native_functions! { pub static FUNCTIONS;
    /// Send a request: descriptors for a child, and its number.
    "send_request(fd, number, descriptors, /)" fn send_request(vm, fd: i32, number: i64, given: &Value) -> () {
        let mut numbers = Vec::new();
        for item in vm.collect(given)? {
            numbers.push(vm.index_i64(&item)? as i32);
        }
        descriptors::send(vm, fd, &numbers, &number.to_le_bytes())
    }
    /// Receive a request: (its number, list of descriptors).
    "receive_request(fd, /)" fn receive_request(vm, fd: i32) -> Value {
        let mut number = [0; 8];
        let came = descriptors::receive(vm, fd, descriptors::MOST, &mut number)?;
        let came = vm.new_list(came.into_iter().map(|fd| Value::int(i64::from(fd))).collect());
        Ok(vm.new_pair(Value::int(i64::from_le_bytes(number)), came))
    }
    /// End one direction of a socket: with 0 the other end cannot send any more, with 1 it sees the end of what is sent here.
    "shut_down(fd, how, /)" fn shut_down(vm, fd: i32, how: i32) -> () {
        // SAFETY: a call on numbers.
        if unsafe { libc::shutdown(fd, how) } < 0 {
            return Err(vm.raise_errno(last_errno(), None));
        }
        Ok(())
    }
}
