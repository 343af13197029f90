//! Users and groups of the process.
#![allow(unsafe_code)] // System calls on numbers of users and groups.

use super::children::program_text;
use super::path::decode_name;
use crate::native::types::slicing::is_index;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};
use crate::{native_functions, raise};
use std::ffi::CStr;

/// The number of a user or group: -1 is "no change".
fn number(vm: &mut Vm, value: &Value, what: &str) -> Outcome<u32> {
    if is_index(vm, value) {
        let number = vm.index_i64(value);
        return match number {
            Ok(number @ -1..=0xffff_ffff) => Ok(number as u32),
            Ok(..-1) => raise!(vm, OverflowError, "{what} is less than minimum"),
            _ => {
                vm.take_pending();
                raise!(vm, OverflowError, "{what} is greater than maximum")
            }
        };
    }
    let class = vm.class_name(value);
    raise!(vm, TypeError, "{what} should be integer, not {class}")
}

/// The number of a user; -1 is "no change".
pub fn user(vm: &mut Vm, value: &Value) -> Outcome<u32> {
    number(vm, value, "uid")
}

/// The number of a group; -1 is "no change".
pub fn group(vm: &mut Vm, value: &Value) -> Outcome<u32> {
    number(vm, value, "gid")
}

/// Numbers of groups.
pub fn groups(vm: &mut Vm, value: &Value) -> Outcome<Vec<u32>> {
    let mut groups = Vec::new();
    for item in vm.collect(value)? {
        if !is_index(vm, &item) {
            raise!(vm, TypeError, "groups must be integers");
        }
        groups.push(group(vm, &item)?);
    }
    Ok(groups)
}

fn count_of(vm: &mut Vm, count: i32) -> Outcome<usize> {
    usize::try_from(count).map_err(|_| vm.raise_last_errno(None))
}

fn done(vm: &mut Vm, result: i32) -> Outcome<()> {
    if result == 0 {
        Ok(())
    } else {
        Err(vm.raise_last_errno(None))
    }
}

fn three(vm: &mut Vm, result: i32, numbers: [u32; 3]) -> Outcome<Value> {
    done(vm, result)?;
    Ok(vm.new_tuple(numbers.map(|number| Value::int(i64::from(number))).to_vec()))
}

native_functions! { pub static FUNCTIONS;
    /// The user's number.
    "getuid()" fn getuid(vm) -> i64 { Ok(unsafe { libc::getuid() } as i64) }
    /// The effective user's number.
    "geteuid()" fn geteuid(vm) -> i64 { Ok(unsafe { libc::geteuid() } as i64) }
    /// The group's number.
    "getgid()" fn getgid(vm) -> i64 { Ok(unsafe { libc::getgid() } as i64) }
    /// The effective group's number.
    "getegid()" fn getegid(vm) -> i64 { Ok(unsafe { libc::getegid() } as i64) }
    /// The user's name at the terminal.
    "getlogin()" fn getlogin(vm) -> Value {
        // SAFETY: the answer is null or a text that stays until the next call, which the lock keeps away.
        let name = unsafe {
            let name = libc::getlogin();
            (!name.is_null()).then(|| CStr::from_ptr(name).to_bytes().to_vec())
        };
        match name {
            Some(name) => Ok(decode_name(vm, &name)),
            None => Err(vm.raise_last_errno(None)),
        }
    }
    /// Numbers of the user's groups.
    "getgroups()" fn getgroups(vm) -> Value {
        let mut groups = [0u32; 1024];
        // SAFETY: room for as many as said.
        let count = unsafe { libc::getgroups(groups.len() as i32, groups.as_mut_ptr()) };
        let count = count_of(vm, count)?;
        Ok(vm.new_list(groups[..count].iter().map(|&group| Value::int(group as i64)).collect()))
    }
    /// Set the user.
    "setuid(uid, /)" fn setuid(vm, value: &Value) -> () {
        let number = user(vm, value)?;
        let result = unsafe { libc::setuid(number) };
        done(vm, result)
    }
    /// Set the effective user.
    "seteuid(euid, /)" fn seteuid(vm, value: &Value) -> () {
        let number = user(vm, value)?;
        let result = unsafe { libc::seteuid(number) };
        done(vm, result)
    }
    /// Set the group.
    "setgid(gid, /)" fn setgid(vm, value: &Value) -> () {
        let number = group(vm, value)?;
        let result = unsafe { libc::setgid(number) };
        done(vm, result)
    }
    /// Set the effective group.
    "setegid(egid, /)" fn setegid(vm, value: &Value) -> () {
        let number = group(vm, value)?;
        let result = unsafe { libc::setegid(number) };
        done(vm, result)
    }
    /// Set the real and effective user.
    "setreuid(ruid, euid, /)" fn setreuid(vm, real: &Value, effective: &Value) -> () {
        let numbers = [user(vm, real)?, user(vm, effective)?];
        let result = unsafe { libc::setreuid(numbers[0], numbers[1]) };
        done(vm, result)
    }
    /// Set the real and effective group.
    "setregid(rgid, egid, /)" fn setregid(vm, real: &Value, effective: &Value) -> () {
        let numbers = [group(vm, real)?, group(vm, effective)?];
        let result = unsafe { libc::setregid(numbers[0], numbers[1]) };
        done(vm, result)
    }
    /// Set the real, effective and saved user.
    "setresuid(ruid, euid, suid, /)" fn setresuid(vm, real: &Value, effective: &Value, saved: &Value) -> () {
        let numbers = [user(vm, real)?, user(vm, effective)?, user(vm, saved)?];
        let result = unsafe { libc::setresuid(numbers[0], numbers[1], numbers[2]) };
        done(vm, result)
    }
    /// Set the real, effective and saved group.
    "setresgid(rgid, egid, sgid, /)" fn setresgid(vm, real: &Value, effective: &Value, saved: &Value) -> () {
        let numbers = [group(vm, real)?, group(vm, effective)?, group(vm, saved)?];
        let result = unsafe { libc::setresgid(numbers[0], numbers[1], numbers[2]) };
        done(vm, result)
    }
    /// The real, effective and saved user.
    "getresuid()" fn getresuid(vm) -> Value {
        let mut numbers = [0; 3];
        let [real, effective, saved] = &mut numbers;
        // SAFETY: three numbers are filled by the call.
        let result = unsafe { libc::getresuid(real, effective, saved) };
        three(vm, result, numbers)
    }
    /// The real, effective and saved group.
    "getresgid()" fn getresgid(vm) -> Value {
        let mut numbers = [0; 3];
        let [real, effective, saved] = &mut numbers;
        // SAFETY: three numbers are filled by the call.
        let result = unsafe { libc::getresgid(real, effective, saved) };
        three(vm, result, numbers)
    }
    /// Set the groups the process belongs to.
    "setgroups(groups, /)" fn setgroups(vm, value: &Value) -> () {
        if !vm.is_iterable(value) {
            raise!(vm, TypeError, "setgroups argument must be a sequence");
        }
        let groups = groups(vm, value)?;
        // SAFETY: as many numbers as said.
        let result = unsafe { libc::setgroups(groups.len(), groups.as_ptr()) };
        done(vm, result)
    }
    /// Groups of a user, `group` among them.
    "getgrouplist(user, group, /)" fn getgrouplist(vm, name: &Value, value: &Value) -> Value {
        let (name, first) = (program_text(vm, name)?, group(vm, value)?);
        let mut groups = vec![0; 64];
        loop {
            let mut count = groups.len() as i32;
            // SAFETY: room for as many as said.
            let result = unsafe { libc::getgrouplist(name.as_ptr(), first, groups.as_mut_ptr(), &mut count) };
            if result >= 0 {
                groups.truncate(count as usize);
                return Ok(vm.new_list(groups.iter().map(|&group| Value::int(i64::from(group))).collect()));
            }
            let length = groups.len() * 2;
            groups.resize(length.max(count as usize), 0);
        }
    }
    /// Set the groups of the process to those of a user.
    "initgroups(username, gid, /)" fn initgroups(vm, name: &Value, value: &Value) -> () {
        let (name, first) = (program_text(vm, name)?, group(vm, value)?);
        // SAFETY: a text that ends with a zero.
        let result = unsafe { libc::initgroups(name.as_ptr(), first) };
        done(vm, result)
    }
}
