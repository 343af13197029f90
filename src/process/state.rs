//! What a new process inherits from the one that makes it, as far as the system keeps it.
//!
//! A zygote passes on what it inherited when it was made. Where the answer of `inherited` has changed since, a new zygote is due.
#![allow(unsafe_code)] // System calls that ask for the state of the process.

use crate::native_functions;
use crate::object::value::Value;
use crate::vm::Vm;

/// Signals that are ignored, as bits: those stay ignored across exec.
fn ignored_signals() -> u64 {
    (1..32)
        .filter(|&number| {
            // SAFETY: asks for the action of a signal; the structure is filled by the call where it succeeds.
            unsafe {
                let mut action: libc::sigaction = std::mem::zeroed();
                libc::sigaction(number, std::ptr::null(), &mut action) == 0
                    && action.sa_sigaction == libc::SIG_IGN
            }
        })
        .fold(0, |bits, number| bits | 1 << (number - 1))
}

/// Where `os.umask` notes the file mode mask that it set: the system tells it only to those who set it.
pub const MASK_SET: &str = "file mode mask";

/// The mask that this program set last, plus one; 0 if it set none.
fn mask_set(vm: &mut Vm) -> u64 {
    let hidden = vm.hidden_dict();
    let mask = vm.dict_get_str(&hidden, MASK_SET);
    mask.and_then(|mask| mask.as_int())
        .map_or(0, |mask| mask as u64 + 1)
}

fn inherited(vm: &mut Vm) -> Value {
    let mut words: Vec<u64> = vec![ignored_signals(), mask_set(vm)];
    // SAFETY: calls that only answer, into locals of the sizes they expect.
    unsafe {
        words.extend([
            libc::getuid() as u64,
            libc::geteuid() as u64,
            libc::getgid() as u64,
            libc::getegid() as u64,
            libc::getsid(0) as u64,
            libc::getpgrp() as u64,
            libc::getpriority(libc::PRIO_PROCESS, 0) as u64,
        ]);
        for resource in 0..16 {
            let mut limit: libc::rlimit = std::mem::zeroed();
            if libc::getrlimit(resource, &mut limit) == 0 {
                words.extend([limit.rlim_cur, limit.rlim_max]);
            }
        }
        let mut blocked: libc::sigset_t = std::mem::zeroed();
        libc::pthread_sigmask(libc::SIG_BLOCK, std::ptr::null(), &mut blocked);
        words.extend((1..=64).map(|number| libc::sigismember(&blocked, number) as u64));
        let mut processors: libc::cpu_set_t = std::mem::zeroed();
        libc::sched_getaffinity(0, size_of::<libc::cpu_set_t>(), &mut processors);
        words.extend((0..libc::CPU_SETSIZE as usize / 64).map(|word| {
            (0..64).fold(0, |bits, bit| {
                bits | (libc::CPU_ISSET(word * 64 + bit, &processors) as u64) << bit
            })
        }));
    }
    let bytes = words.iter().flat_map(|word| word.to_le_bytes());
    vm.new_bytes(bytes.collect::<Vec<u8>>())
}

native_functions! { pub static FUNCTIONS;
    /// Users, groups, session, limits, file mode mask, signal mask, ignored signals, priority and processors, as bytes to compare.
    "inherited_state()" fn inherited_state(vm) -> Value { Ok(inherited(vm)) }
}
