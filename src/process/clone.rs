//! Cloning the zygote: the new process is a sibling, so that the program that asked for it is its parent and can wait for it.
#![allow(unsafe_code)] // The clone system call.

use crate::native::os_error::last_errno;
use crate::native::posix::children;
use crate::native_functions;
use crate::raise;
use crate::vm::{Outcome, Vm};

/// Where the C library keeps the number of the calling thread, if the kernel tells.
fn thread_number_place() -> Option<*mut libc::pid_t> {
    /// `PR_GET_TID_ADDRESS` of linux/prctl.h.
    const GET_TID_ADDRESS: libc::c_int = 40;
    let mut place: *mut libc::pid_t = std::ptr::null_mut();
    // SAFETY: the kernel writes one pointer to `place`.
    let result = unsafe { libc::prctl(GET_TID_ADDRESS, &mut place, 0, 0, 0) };
    (result == 0 && !place.is_null()).then_some(place)
}

/// Where the C library keeps the locks of the calling thread that shall be open when it dies, and how long that head is.
fn robust_list() -> (*mut libc::c_void, libc::size_t) {
    let (mut head, mut length) = (std::ptr::null_mut(), 0);
    // SAFETY: the kernel writes a pointer and a length.
    unsafe { libc::syscall(libc::SYS_get_robust_list, 0, &mut head, &mut length) };
    (head, length)
}

/// Makes a sibling of this process with its memory: 0 there, its number here, an error number if there is none.
fn clone_sibling() -> Result<libc::pid_t, i32> {
    let Some(place) = thread_number_place() else {
        return Err(libc::ENOSYS);
    };
    let flags =
        libc::CLONE_PARENT | libc::CLONE_CHILD_SETTID | libc::CLONE_CHILD_CLEARTID | libc::SIGCHLD;
    let (robust, length) = robust_list();
    // SAFETY: without CLONE_VM this is a fork, and the caller has made sure that this process has one thread: no lock of the C
    // library or of ours is held by somebody who is not there afterwards. A null stack means the copy of this one. The kernel
    // writes the new thread's number where the C library keeps it (and clears it at the end), as the C library's own fork asks.
    let pid = unsafe {
        libc::syscall(
            libc::SYS_clone,
            flags as libc::c_ulong,
            std::ptr::null_mut::<libc::c_void>(),
            std::ptr::null_mut::<libc::c_void>(),
            place,
            0 as libc::c_ulong,
        )
    };
    match pid {
        -1 => Err(last_errno()),
        0 => {
            // The kernel forgets the list in a copy; the C library's fork tells it again, and so does this one.
            // SAFETY: the head lies in the C library's data of this thread, at the same place as before.
            unsafe { libc::syscall(libc::SYS_set_robust_list, robust, length) };
            Ok(0)
        }
        pid => Ok(pid as libc::pid_t),
    }
}

fn sibling(vm: &mut Vm) -> Outcome<i64> {
    vm.refuse_if_seeded("a child process")?;
    if crate::vm::thread::interp_threads(vm).records.len() > 1 {
        raise!(
            vm,
            RuntimeError,
            "a process with several threads cannot be cloned"
        );
    }
    match clone_sibling() {
        Ok(0) => {
            children::begin_clone(vm);
            Ok(0)
        }
        Ok(pid) => Ok(i64::from(pid)),
        Err(number) => Err(vm.raise_errno(number, None)),
    }
}

native_functions! { pub static FUNCTIONS;
    /// Make a copy of this process whose parent is this process's parent: 0 in the copy, its number here.
    "clone_sibling()" fn clone_sibling_function(vm) -> i64 { sibling(vm) }
    /// In a clone that becomes a child: from now on it records if its parent does.
    "begin_recording()" fn begin_recording(vm) -> () {
        crate::trace::session::begin_copy(vm);
        Ok(())
    }
}
